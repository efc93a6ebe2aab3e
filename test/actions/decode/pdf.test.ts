import { deflateSync } from 'node:zlib';
import { AFRelationship, PDFDocument } from '@cantoo/pdf-lib';
import { describe, expect, it } from 'vitest';
import { decodeAction } from '../../../actions/decode/index.ts';
import { codeOf, prepared } from '../compile.ts';
import { contextOf } from '../loading.ts';

const decode = async (yaml: string, bytes: Uint8Array) => {
  const context = contextOf({ in: { document: { mediaType: 'application/pdf', content: bytes } } });
  return decodeAction.run(context, prepared(decodeAction, `form: pdf\n${yaml}`));
};

async function pdfOf(files: Readonly<Record<string, string>>, useObjectStreams = true, password?: string) {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  pdf.addPage();
  for (const [name, content] of Object.entries(files)) {
    await pdf.attach(Buffer.from(content), name, { afRelationship: AFRelationship.Alternative });
  }
  if (password !== undefined) pdf.encrypt({ userPassword: password, ownerPassword: password });
  return pdf.save({ useObjectStreams });
}

/** Objects by number, without a table of cross-references: readers find them. */
const byHand = (...objects: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat([
    Buffer.from('%PDF-1.7\n'),
    ...objects.flatMap((each, index) => [
      Buffer.from(`${index + 1} 0 obj\n`),
      Buffer.from(each),
      Buffer.from('\nendobj\n'),
    ]),
    Buffer.from('trailer\n<< /Root 1 0 R >>\n%%EOF\n'),
  ]);

const stream = (dictionary: string, content: Uint8Array): Buffer =>
  Buffer.concat([
    Buffer.from(`<< ${dictionary} /Length ${content.length} >>\nstream\n`),
    content,
    Buffer.from('\nendstream'),
  ]);

const zeros = deflateSync(Buffer.alloc(50_000_000));
const inObjects = (dictionary: string, ...before: string[]) =>
  byHand('<< /Type /Catalog >>', ...before, stream(`${dictionary} /N 1 /First 4`, zeros));
const tree = (names: string) => `<< /Type /Catalog /Names << /EmbeddedFiles ${names} >> >>`;
const attached = (dictionary: string, content: Uint8Array) =>
  byHand(tree('<< /Names [(a.xml) << /F (a.xml) /EF << /F 2 0 R >> >>] >>'), stream(dictionary, content));

describe('decode a PDF', () => {
  it.each([true, false])('takes an attached file out, its objects packed: %s', async (packed) => {
    const output = await decode('mediaType: application/xml\n', await pdfOf({ 'factur-x.xml': '<a/>' }, packed));
    expect(Buffer.from(output.documents?.document?.bytes ?? []).toString()).toBe('<a/>');
    expect(output.values).toEqual({ entry: 'factur-x.xml', relationship: 'Alternative' });
  });

  it('chooses by names of which one is there', async () => {
    const pdf = await pdfOf({ 'terms.txt': 'pay', 'factur-x.xml': '<a/>' });
    const output = await decode('entry: [zugferd-invoice.xml, factur-x.xml]\n', pdf);
    expect(output.values).toMatchObject({ entry: 'factur-x.xml' });
  });

  it('takes out what a PDF says of itself', async () => {
    const metadata = stream('/Type /Metadata /Subtype /XML', Buffer.from('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'));
    const catalog = tree('<< /Names [(a) << /F (a) /EF << /F 2 0 R >> >>] >>').replace(
      '/Names',
      '/Metadata 3 0 R /Names',
    );
    const output = await decode('', byHand(catalog, stream('', Buffer.from('hello')), metadata));
    expect(Buffer.from(output.documents?.document?.bytes ?? []).toString()).toBe('hello');
    expect(Buffer.from(output.documents?.metadata?.bytes ?? []).toString()).toMatch('xmpmeta');
  });

  const refused: [string, string, () => Uint8Array | Promise<Uint8Array>, string][] = [
    ['a PDF without files', '', () => pdfOf({}), 'DECODE_ENTRY'],
    ['two files, none named', '', () => pdfOf({ a: 'A', b: 'B' }), 'DECODE_ENTRY'],
    ['two invoices', 'entry: [a, b]\n', () => pdfOf({ a: 'A', b: 'B' }), 'DECODE_ENTRY'],
    ['a name that is not there', 'entry: c\n', () => pdfOf({ a: 'A' }), 'DECODE_ENTRY'],
    ['too many files', 'maxEntries: 1\n', () => pdfOf({ a: 'A', b: 'B' }), 'DECODE_TOO_LARGE'],
    ['a large file', 'maxBytes: 10\nentry: a\n', () => pdfOf({ a: 'A'.repeat(11) }, false), 'DECODE_TOO_LARGE'],
    ['no PDF', '', () => Buffer.from('<html/>'), 'PDF_UNREADABLE'],
    ['nothing', '', () => Buffer.alloc(0), 'PDF_UNREADABLE'],
    ['a torn PDF', '', async () => (await pdfOf({ a: 'A' })).subarray(0, 300), 'PDF_UNREADABLE'],
    ['a header and nothing else', '', () => Buffer.from('%PDF-1.7\n'), 'PDF_UNREADABLE'],
    ['an encrypted PDF', '', () => pdfOf({ a: 'A' }, true, 'secret'), 'PDF_UNREADABLE'],
    ['a bomb as attached file', 'maxBytes: 1000\n', () => attached('/Filter /FlateDecode', zeros), 'DECODE_TOO_LARGE'],
    ['a torn attached file', '', () => attached('/Filter /FlateDecode', zeros.subarray(0, 90)), 'PDF_UNREADABLE'],
    ['packed by another way', '', () => attached('/Filter /LZWDecode', Buffer.from('x')), 'PDF_UNREADABLE'],
    ['a bomb of objects', '', () => inObjects('/Type /ObjStm /Filter /FlateDecode'), 'DECODE_TOO_LARGE'],
    ['a bomb of references', '', () => inObjects('/Type /XRef /Filter [/FlateDecode]'), 'DECODE_TOO_LARGE'],
    ['a bomb under another spelling', '', () => inObjects('/Type /Obj#53tm /Filter /FlateDecode'), 'DECODE_TOO_LARGE'],
    [
      'a bomb whose kind stands elsewhere',
      '',
      () => inObjects('/Type 2 0 R /Filter /FlateDecode', '/ObjStm'),
      'DECODE_TOO_LARGE',
    ],
    [
      'a bomb behind a false beginning',
      '',
      () => inObjects('/X (>> stream\n) /Type /ObjStm /Filter /FlateDecode'),
      'DECODE_TOO_LARGE',
    ],
    [
      'objects packed twice',
      '',
      () => inObjects('/Type /ObjStm /Filter [/FlateDecode /FlateDecode]'),
      'PDF_UNREADABLE',
    ],
    ['a list of files that holds itself', '', () => byHand(tree('2 0 R'), '<< /Kids [2 0 R] >>'), 'PDF_UNREADABLE'],
    ['a list of files that is none', '', () => byHand(tree('[1 2 3]')), 'PDF_UNREADABLE'],
    ['brackets without end', '', () => byHand(`<< /Type /Catalog /A ${'['.repeat(200_000)} >>`), 'PDF_UNREADABLE'],
    ['objects without end', '', () => Buffer.from(`%PDF-1.7\n${'1 0 obj << ('.repeat(100_000)}`), 'PDF_UNREADABLE'],
  ];
  it.each(refused)('refuses %s', async (_, yaml, bytes, code) => {
    const content = await bytes();
    const limited = yaml.includes('maxBytes') ? yaml : `maxBytes: 1000000\n${yaml}`;
    expect(await codeOf(() => decode(limited, content))).toBe(code);
  });
});
