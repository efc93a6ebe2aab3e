import { describe, expect, it } from 'vitest';
import { readWith } from './read.ts';

const mapping = 'mapping: m\nwrites: xml\ndocument: { R: { "@v": "1", A: =invoice.name } }\n';
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
const swapped = (bytes: Buffer) => Buffer.from(bytes).swap16();
const latin = (text: string) => Buffer.from(text, 'latin1');
const declared = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?>\n<R><A>ñ€</A></R>`;

const refused: readonly [string, string | Uint8Array, string][] = [
  ['nothing', '', 'XML_MALFORMED'],
  ['no XML', 'hello', 'XML_MALFORMED'],
  ['a DOCTYPE', '<!DOCTYPE R [<!ENTITY a "b">]><R><A>&a;</A></R>', 'XML_DOCTYPE'],
  ['a DOCTYPE in UTF-16', utf16('<!DOCTYPE R SYSTEM "file:///etc/passwd"><R/>'), 'XML_DOCTYPE'],
  ['an entity that nothing declares', '<R><A>&a;</A></R>', 'XML_MALFORMED'],
  ['two roots', '<R/><R/>', 'XML_MALFORMED'],
  ['text behind the root', '<R/>x', 'XML_MALFORMED'],
  ['another root', '<S/>', 'PARSE_OTHER_DOCUMENT'],
  ['another namespace', '<R xmlns="urn:r"/>', 'PARSE_OTHER_DOCUMENT'],
  ['a prefix that nothing declares', '<r:R/>', 'XML_MALFORMED'],
  ['an attribute twice', '<R v="1" v="1"/>', 'XML_MALFORMED'],
  ['elements without an end', '<R>'.repeat(100), 'XML_MALFORMED'],
  ['300 levels', `<R>${'<A>'.repeat(300)}${'</A>'.repeat(300)}</R>`, 'XML_MALFORMED'],
  ['40 MB', `<R><A>${'x'.repeat(40_000_000)}</A></R>`, 'XML_TOO_LARGE'],
  ['a character that XML cannot hold', '<R><A>\u0001</A></R>', 'XML_MALFORMED'],
  ['a reference to one', '<R><A>&#1;</A></R>', 'XML_MALFORMED'],
  ['half a character in UTF-16', utf16('<R><A>\ud800</A></R>'), 'XML_MALFORMED'],
  ['bytes that are not UTF-8', latin('<R><A>ñ</A></R>'), 'XML_MALFORMED'],
  ['bytes that are not the declared encoding', latin(declared('EUC-KR').replace('€', '')), 'XML_MALFORMED'],
  ['an encoding that nobody knows', declared('x-none'), 'XML_MALFORMED'],
  ['UTF-16 declared and not true', declared('UTF-16'), 'XML_MALFORMED'],
  ['UTF-32', Buffer.from([0, 0, 0xfe, 0xff, 0, 0, 0, 0x3c]), 'XML_MALFORMED'],
];

const read: readonly [string, string | Uint8Array, string][] = [
  ['UTF-8 with a byte order mark', `\ufeff${declared('UTF-8')}`, 'ñ€'],
  ['UTF-16, little end first', utf16(declared('UTF-16')), 'ñ€'],
  ['UTF-16, big end first', swapped(utf16(declared('UTF-16'))), 'ñ€'],
  ['UTF-16 without a mark', Buffer.from(declared('UTF-16LE'), 'utf16le'), 'ñ€'],
  ['ISO-8859-1', latin(declared('ISO-8859-1').replace('€', '\x80')), 'ñ\x80'],
  ['ISO-8859-15', latin(declared('iso-8859-15').replace('€', '\xa4')), 'ñ€'],
  ['windows-1252', latin(declared('windows-1252').replace('€', '\x80')), 'ñ€'],
  ['single quotes around everything', "<?xml version='1.0' encoding='utf-8'?><R v='1'><A>'</A></R>", "'"],
  ['a name of every object', '<R><A>__proto__</A></R>', '__proto__'],
  ['a megabyte', `<R><A>${'x'.repeat(1_000_000)}</A></R>`, 'x'.repeat(1_000_000)],
];

describe('a document that is not to be trusted', () => {
  it.each(refused)('%s is refused', async (_, document, code) => {
    const { data, problems } = await readWith(mapping, document);
    expect(data).toBeUndefined();
    expect(problems.map((each) => each.code)).toEqual([code]);
  });

  it.each(read)('%s is read', async (_, document, name) => {
    const { data, problems } = await readWith(mapping, document);
    expect(problems).toEqual([]);
    expect(data).toEqual({ name });
  });

  it('cannot reach what every object has', async () => {
    const document = '<R><__proto__ polluted="1"/><constructor><prototype polluted="1"/></constructor></R>';
    const { data, notUnderstood } = await readWith(mapping, document);
    expect(data).toEqual({});
    expect(notUnderstood).toEqual(['/R/__proto__', '/R/constructor']);
    expect({}).not.toHaveProperty('polluted');
  });

  it('with 20,000 unknown elements is read', async () => {
    const { notUnderstood } = await readWith(mapping, `<R>${'<X a="1"/>'.repeat(20_000)}</R>`);
    expect(notUnderstood).toHaveLength(20_000);
  });
});
