import { describe, expect, it } from 'vitest';
import { withXml } from '../../../../actions/lib/xml/index.ts';
import {
  attributeValue,
  encodeXmlText,
  findAttribute,
  readXmlText,
  stringValue,
} from '../../../../actions/lib/xml-text/index.ts';
import { TimbreError } from '../../../../engine/errors.ts';
import { randomFrom } from '../../../../sandbox/random.ts';

const verdict = (work: () => unknown): string => {
  try {
    work();
    return 'read';
  } catch (thrown) {
    if (thrown instanceof TimbreError) return thrown.code;
    throw thrown;
  }
};
const ours = (xml: Uint8Array | string): string => verdict(() => readXmlText(Buffer.from(xml)));
const libxml2 = (xml: Uint8Array | string): string => verdict(() => withXml(Buffer.from(xml), () => undefined));

describe('XML is read as libxml2 reads it', () => {
  const well = [
    '<a/>',
    '\uFEFF<?xml version="1.0"?>\n<!-- c --><?pi x?><a b=\'"\' c = "&lt;&#x41;" >x<b/>y<![CDATA[<z>]]></a ><!-- d -->\n',
    "<?xml version='1.0' encoding='utf-8' standalone='yes' ?><a/>",
    '<a xmlns="urn:a" xmlns:b="urn:b" b:c="1" c="2"><b:d xmlns=""/></a>',
    '<año ñ="1"/>',
    '<a>]] ></a>',
    '<a xml:lang="es"/>',
    `<a>${'<b>'.repeat(200)}${'</b>'.repeat(200)}</a>`,
  ];
  it.each(well)('reads %s', (xml) => expect([ours(xml), libxml2(xml)]).toEqual(['read', 'read']));

  it('reads more names than there is room to compare', () => {
    const names = Array.from({ length: 60 }, (_, index) => `${'n'.repeat(3_000)}${index}`);
    const xml = `<a>${names.map((name) => `<${name} ${name}="1"/><${name}></${name}>`).join('')}</a>`;
    const read = readXmlText(Buffer.from(xml)).root.children;
    expect(read.map((each) => 'name' in each && each.name)).toEqual(names.flatMap((name) => [name, name]));
    const last = names.at(-1);
    for (const wrong of [`<${last}></>`, `<${last}><></${last}>`, `<${last} ="1"/>`]) {
      expect([ours(wrong), libxml2(wrong)]).toEqual(['XML_MALFORMED', 'XML_MALFORMED']);
    }
  });

  const broken = [
    '',
    'hello',
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a b="1" b="2"/>',
    '<a b=1/>',
    '<a b="<"/>',
    '<a b="&x;"/>',
    '<a b="&"/>',
    '<a>&#0;</a>',
    '<a>&#xFFFE;</a>',
    '<a>\u0001</a>',
    '<a>]]></a>',
    '<a><!-- -- --></a>',
    '<a><?xml version="1.0"?></a>',
    ' <?xml version="1.0"?><a/>',
    '<a b="1"c="2"/>',
    '<a b/>',
    '<1a/>',
    '<a:b:c xmlns:a="urn:a"/>',
    '<a:b/>',
    '<a b:c="1"/>',
    '<a xmlns:b="urn:x" xmlns:c="urn:x" b:d="1" c:d="2"/>',
    '<a xmlns:xmlns="urn:x"/>',
    '<a><![CDATA[</a>',
    '<a b="1/>',
    '<a/ >',
    '<a/>x',
    '<?xml version="2.0"?><a/>',
    '<?xml version="1.0" encoding="windows-1252"?><a/>',
    '\uFEFF<?xml version="1.0" encoding="ISO-8859-1"?><a/>',
    Buffer.from('<a b="\xe9"/>', 'latin1'),
    Buffer.from('<a/>', 'utf16le'),
    `${'<a>'.repeat(300)}${'</a>'.repeat(300)}`,
  ];
  it.each(broken)('refuses %j', (xml) => expect(ours(xml)).toBe('XML_MALFORMED'));

  it.each<[string, (length: number) => string]>([
    ['text', (length) => `<a>${'x'.repeat(length)}</a>`],
    ['text of two bytes each', (length) => `<a>${'ñ'.repeat(length / 2)}${'x'.repeat(length % 2)}</a>`],
    ['value', (length) => `<a b="${'x'.repeat(length)}"/>`],
    ['CDATA section', (length) => `<a><![CDATA[${'x'.repeat(length)}]]></a>`],
    ['comment', (length) => `<a><!--${'x'.repeat(length)}--></a>`],
  ])('a %s of 10,000,000 bytes is read, and one that is longer only where nothing is before the root', (_, xml) => {
    expect(ours(`<!-- -->${xml(10_000_000)}`)).toBe('read');
    for (const refused of ['<!-- -->', '<?p q?>'].map((before) => `${before}${xml(10_000_002)}`))
      expect([ours(refused), libxml2(refused)]).toEqual(['XML_MALFORMED', 'XML_MALFORMED']);
    expect([ours(xml(20_000_004)), libxml2(xml(20_000_004))]).toEqual(['read', 'read']);
  });

  it('reads ISO-8859-1 where it is declared, and writes it again', () => {
    const bytes = Buffer.from('<?xml version="1.0" encoding="iso-8859-1"?><a b="\xe9\x80"/>', 'latin1');
    const { text, encoding } = readXmlText(bytes);
    expect(text).toContain('b="é\u0080"');
    expect(withXml(bytes, (tree) => tree.text('/a/@b'))).toBe('é\u0080');
    expect(Buffer.from(encodeXmlText(text, encoding))).toEqual(bytes);
    expect(Buffer.from(encodeXmlText('<a>é–</a>', encoding)).toString('latin1')).toBe('<a>\xe9&#8211;</a>');
  });

  it.each(['<!DOCTYPE a><a/>', '<?xml version="1.0"?>\n<!-- --><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'])(
    'refuses the DOCTYPE of %s',
    (xml) => expect(ours(xml)).toBe('XML_DOCTYPE'),
  );

  it('never reads what libxml2 refuses, whatever is broken in a document', () => {
    const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
    const namespaces = ['xmlns:f="urn:f"', 'xmlns:g="urn:g"'];
    const whole = `${declaration}\n<!-- c --><f:a ${namespaces.join(' ')} b='1' g:b="&amp;ñ"><c d="&#65;"/>t &lt; <![CDATA[x]]><?p q?></f:a>\n`;
    const bits = [
      '<',
      '>',
      '/',
      '"',
      "'",
      '&',
      ';',
      '=',
      ' ',
      ':',
      '!',
      '-',
      ']',
      '?',
      'x',
      '\0',
      '\u0085',
      'xmlns',
      '--',
      ']]>',
    ];
    const chance = randomFrom(7);
    const pick = (length: number): number => Math.floor(chance() * length);
    const differing: string[] = [];
    for (let turn = 0; turn < 4000; turn++) {
      const at = pick(whole.length);
      const cut = pick(3);
      const xml = whole.slice(0, at) + (chance() < 0.7 ? bits[pick(bits.length)] : '') + whole.slice(at + cut);
      // libxml2 wants namespaces to be URIs and overlooks unknown encodings; both are no matter of being well-formed.
      if (
        !xml.startsWith(declaration) ||
        xml.split('xmlns').length !== 3 ||
        !namespaces.every((each) => xml.includes(each))
      )
        continue;
      if (ours(xml) === 'read' && libxml2(xml) !== 'read') differing.push(xml);
      if (ours(xml) !== 'read' && libxml2(xml) === 'read') differing.push(`only libxml2: ${xml}`);
    }
    expect(differing).toEqual([]);
  });

  it('gives the values libxml2 gives', () => {
    const xml = Buffer.from(
      `<a xmlns:p="urn:p" b=' x\ty\r\nz &#10;&#x1F600;&quot;' p:b='2'>t\r\n&lt;<!-- c -->u<b>v</b><![CDATA[&amp;\r]]></a>`,
    );
    const read = readXmlText(xml);
    const values = withXml(xml, ({ root }) => [...root.attributes.map(({ text }) => text), root.text]);
    const own = [findAttribute(read.root, '', 'b'), findAttribute(read.root, 'urn:p', 'b')];
    expect([...own.map((each) => each && attributeValue(read.text, each)), stringValue(read.text, read.root)]).toEqual(
      values,
    );
  });

  it('says line and column', () => {
    expect(() => readXmlText(Buffer.from('<a>\n  <b x="1" x="2"/>\n</a>'))).toThrow(/line 2, column/);
  });
});
