import { describe, expect, test } from 'vitest';
import { withXml } from '../../../../actions/lib/xml/index.ts';
import { problemsOf } from '../../../../engine/errors.ts';
import { growth } from '../../../growth.ts';

const laughs = [...'bcdefghij'].map((name, at) => `<!ENTITY ${name} "${`&${'abcdefghij'[at]};`.repeat(10)}">`);
const billion = `<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">${laughs.join('')}]><a b="&j;">&j;</a>`;
const xxe = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>';
const utf32 = (text: string) => Buffer.from(Uint32Array.from([...text], (each) => each.charCodeAt(0)).buffer);
const latin = (encoding: string) => Buffer.from(`<?xml version="1.0" encoding="${encoding}"?><a>\xf1</a>`, 'latin1');
const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

const refused: [string, string | Uint8Array, string][] = [
  ['billion laughs', billion, 'XML_DOCTYPE'],
  ['external entity', xxe, 'XML_DOCTYPE'],
  [
    'DOCTYPE behind comment, instruction and BOM',
    `\uFEFF<?xml version="1.0"?>\n<!-- - -->\n<?p q?>${xxe}`,
    'XML_DOCTYPE',
  ],
  ['DOCTYPE behind a long comment', `<!--${'x'.repeat(100_000)}-->${xxe}`, 'XML_DOCTYPE'],
  ['DOCTYPE without entities', '<!DOCTYPE html><html/>', 'XML_DOCTYPE'],
  ['external subset', '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>', 'XML_DOCTYPE'],
  ['UTF-16 with DOCTYPE', utf16(`<?xml version="1.0" encoding="UTF-16"?>${xxe}`), 'XML_DOCTYPE'],
  ['UTF-16BE with DOCTYPE', utf16(xxe).swap16(), 'XML_DOCTYPE'],
  ['UTF-32 with DOCTYPE', utf32(xxe), 'XML_DOCTYPE'],
  ['parameter entity', '<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]><a/>', 'XML_DOCTYPE'],
  ['undefined entity', '<a>&nbsp;</a>', 'XML_MALFORMED'],
  ['20,000 deep', '<a>'.repeat(20_000) + '</a>'.repeat(20_000), 'XML_MALFORMED'],
  ['one attribute twice', '<a b="1" b="2"/>', 'XML_MALFORMED'],
  ['wrong end tag', '<a><b></a>', 'XML_MALFORMED'],
  ['unbound prefix', '<a><q:b/></a>', 'XML_MALFORMED'],
  ['unbound attribute prefix', '<a q:b="1"/>', 'XML_MALFORMED'],
  ['control character', '<a>\u0001</a>', 'XML_MALFORMED'],
  ['zero', '<a>\0</a>', 'XML_MALFORMED'],
  ['escaped control character', '<a>&#1;</a>', 'XML_MALFORMED'],
  ['nothing', '', 'XML_MALFORMED'],
  ['blanks', ' \n', 'XML_MALFORMED'],
  ['JSON', '{"a":1}', 'XML_MALFORMED'],
  ['a page of a proxy', '<html><body><p>Bad gateway<br></body></html>', 'XML_MALFORMED'],
  ['truncated', '<a><b>tex', 'XML_MALFORMED'],
  ['two roots', '<a/><b/>', 'XML_MALFORMED'],
  ['11 MB, 257 deep', `${'<a>'.repeat(257)}${'x'.repeat(11e6)}${'</a>'.repeat(257)}`, 'XML_MALFORMED'],
  ['text of 11 MB behind a comment', `<!-- --><a>${'x'.repeat(11e6)}</a>`, 'XML_MALFORMED'],
  ['65 MB', Buffer.alloc(65 * 1024 * 1024, ' '), 'XML_TOO_LARGE'],
  ['broken UTF-8', Buffer.from('<a>\xf1</a>', 'latin1'), 'XML_MALFORMED'],
  ['encoding that is unknown', latin('EBCDIC-CP-US'), 'XML_MALFORMED'],
  ['encoding that is a lie', utf16('<?xml version="1.0" encoding="UTF-8"?><a>').subarray(2), 'XML_MALFORMED'],
  ['XML 1.1 control character', '<?xml version="1.1"?><a>\u0002</a>', 'XML_MALFORMED'],
];

describe('hostile XML', () => {
  test.each(refused)('%s is refused', (_, content, code) => {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    expect(codesOf(() => withXml(bytes, (tree) => tree.root.name))).toEqual([code]);
  });

  test('the message has line and column', () => {
    expect(() => withXml(Buffer.from('<a>\n  <b></c>\n</a>'), () => 0)).toThrow(/2:10/);
  });

  const taken: [string, Uint8Array][] = [
    ['UTF-8', Buffer.from('<a>ñ</a>')],
    ['UTF-8 with BOM', Buffer.from('\uFEFF<a>ñ</a>')],
    ['UTF-16', utf16('<a>ñ</a>')],
    ['ISO-8859-1', latin('ISO-8859-1')],
    ['windows-1252', latin('windows-1252')],
    ['a DOCTYPE in a comment', Buffer.from('<!-- <!DOCTYPE a> --><a>ñ</a>')],
    ['a DOCTYPE in CDATA', Buffer.from('<a><![CDATA[ñ]]><b><!-- <!DOCTYPE a> --></b></a>')],
    ['character references', Buffer.from('<a>&#xF1;</a>')],
    ['256 deep', Buffer.from(`${'<a>'.repeat(256)}ñ${'</a>'.repeat(256)}`)],
  ];
  test.each(taken)('%s is read', (_, bytes) => expect(withXml(bytes, (tree) => tree.root.text)).toBe('ñ'));

  test('a text of 11 MB is read', () => {
    const bytes = Buffer.from(`\uFEFF<?xml version="1.0"?>\n<a>${'x'.repeat(11e6)}</a>`);
    expect(withXml(bytes, (tree) => tree.root.text.length)).toBe(11e6);
  });

  test('many attributes take no more time than their number', () => {
    const read = (count: number) => {
      const attributes = Array.from({ length: count }, (_, at) => `a${at}="${at}"`).join(' ');
      expect(withXml(Buffer.from(`<a ${attributes}/>`), (tree) => tree.text(`@a${count - 1}`))).toBe(`${count - 1}`);
    };
    expect(growth(3_000, 48_000, 5, read)).toBeLessThan(5);
  });
});

function codesOf(act: () => unknown): string[] {
  try {
    act();
    return [];
  } catch (thrown) {
    return problemsOf(thrown).map((each) => each.code);
  }
}
