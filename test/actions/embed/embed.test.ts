import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDict, PDFDocument, PDFHexString, PDFName } from '@cantoo/pdf-lib';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeAction } from '../../../actions/decode/index.ts';
import { embedAction } from '../../../actions/embed/index.ts';
import { codeOf, prepared, tryExample } from '../compile.ts';
import { contextOf } from '../loading.ts';

const hybrid = `fileName: factur-x.xml
relationship: Alternative
description: The invoice
metadata:
  schema: Factur-X PDFA Extension Schema
  namespace: "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
  prefix: fx
  properties:
    DocumentType: { value: INVOICE, description: Kind }
    ConformanceLevel: { value: =settings.profile, description: Profile }
`;
const xml = '<?xml version="1.0"?>\n<invoice>ä & ö</invoice>';

async function embed(pdf: Uint8Array, yaml = hybrid, profile = 'EN 16931'): Promise<Uint8Array> {
  const context = contextOf({
    in: { pdf: { mediaType: 'application/pdf', content: pdf }, file: { mediaType: 'application/xml', content: xml } },
    variables: { settings: { profile } },
  });
  const output = await embedAction.run(context, prepared(embedAction, yaml));
  return output.documents?.document?.bytes ?? Buffer.alloc(0);
}

async function detach(pdf: Uint8Array) {
  const context = contextOf({ in: { document: { mediaType: 'application/pdf', content: pdf } } });
  return decodeAction.run(context, prepared(decodeAction, 'form: pdf\nentry: factur-x.xml\n'));
}

/** A page without a word on it: PDF/A as far as it goes. */
async function page(conformance?: '1B' | '2B' | '2U' | '3B' | '3U'): Promise<Uint8Array> {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  pdf.addPage();
  if (conformance !== undefined) pdf.convertToPDFA({ conformance });
  return pdf.save({ useObjectStreams: false });
}

const metadataOf = async (pdf: Uint8Array): Promise<string> =>
  Buffer.from((await detach(pdf)).documents?.metadata?.bytes ?? []).toString();

describe('embed', () => {
  it.each(embedAction.examples)('example: $title', async (example) => {
    expect((await tryExample(embedAction, example)).problem).toBe(example.expect.problem);
  });

  it('puts in what decode takes out', async () => {
    const output = await detach(await embed(await page('3B')));
    expect(Buffer.from(output.documents?.document?.bytes ?? []).toString()).toBe(xml);
    expect(output.values).toEqual({ entry: 'factur-x.xml', relationship: 'Alternative' });
  });

  it('says what it is, and declares the words it says it with', async () => {
    const metadata = await metadataOf(await embed(await page('3B'), hybrid, 'A & B <C>'));
    expect(metadata).toContain('<fx:ConformanceLevel>A &amp; B &lt;C&gt;</fx:ConformanceLevel>');
    expect(metadata).toContain('<pdfaSchema:prefix>fx</pdfaSchema:prefix>');
    expect(metadata.match(/<pdfaProperty:name>/g)).toHaveLength(2);
  });

  it.each([
    ['1B', 'B'],
    ['2B', 'B'],
    ['2U', 'U'],
    ['3U', 'U'],
  ] as const)('makes PDF/A-3 of PDF/A-%s', async (before, level) => {
    const metadata = await metadataOf(await embed(await page(before)));
    expect(metadata).toContain('<pdfaid:part>3</pdfaid:part>');
    expect(metadata).toContain(`<pdfaid:conformance>${level}</pdfaid:conformance>`);
  });

  it('says what the file is to the PDF by an expression, too', async () => {
    const by = (expression: string) => hybrid.replace('relationship: Alternative', `relationship: ${expression}`);
    const pdf = await embed(await page('3B'), by(`'=settings.profile == "MINIMUM" ? "Data" : "Source"'`), 'MINIMUM');
    expect((await detach(pdf)).values).toMatchObject({ relationship: 'Data' });
    const wrong = () => page('3B').then((given) => embed(given, by('=settings.profile'), 'Appendix'));
    expect(await codeOf(wrong)).toBe('PARAMETER_INVALID');
  });

  it('lists the file in AF of the catalog, and keeps the first half of the identifier', async () => {
    const before = await page('3B');
    const after = await PDFDocument.load(await embed(before), { updateMetadata: false });
    const first = (pdf: PDFDocument) => String(pdf.context.lookup(pdf.context.trailerInfo.ID)).slice(0, 36);
    expect(first(after)).toBe(first(await PDFDocument.load(before, { updateMetadata: false })));
    const associated = after.context.lookup(after.catalog.get(PDFName.of('AF')));
    expect(String(associated)).toMatch(/^\[ \d+ 0 R \]$/);
  });

  it('keeps what the PDF says of its colours', async () => {
    const pdf = await PDFDocument.load(await page('3B'), { updateMetadata: false });
    const intents = pdf.context.obj([pdf.context.obj({ S: 'GTS_PDFA1', Info: PDFHexString.fromText('own') })]);
    pdf.catalog.set(PDFName.of('OutputIntents'), intents);
    const after = await PDFDocument.load(await embed(await pdf.save()), { updateMetadata: false });
    expect(String(after.catalog.get(PDFName.of('OutputIntents')))).toBe(String(intents));
    expect(after.catalog.lookup(PDFName.of('Names'), PDFDict)).toBeDefined();
  });

  it('gives the same bytes for the same input', async () => {
    const pdf = await page('3B');
    expect(Buffer.compare(await embed(pdf), await embed(pdf))).toBe(0);
  });

  it('adds a file where the others stand in a tree', async () => {
    const pdf = await PDFDocument.load(await embed(await page('3B'), 'fileName: a\nrelationship: Data\n'));
    const names = pdf.catalog.lookup(PDFName.of('Names'), PDFDict);
    const list = names.lookup(PDFName.of('EmbeddedFiles'), PDFDict);
    names.set(PDFName.of('EmbeddedFiles'), pdf.context.obj({ Kids: [pdf.context.register(list)] }));
    expect((await detach(await embed(await pdf.save()))).values).toMatchObject({ entry: 'factur-x.xml' });
  });

  it('adds a second file under another name', async () => {
    const both = await embed(await embed(await page('3B')), 'fileName: terms.txt\nrelationship: Supplement\n');
    expect(await metadataOf(both)).toContain('fx:ConformanceLevel');
    expect(await codeOf(() => embed(both))).toBe('PDF_FILE_TWICE');
  });

  const refused: [string, () => Promise<Uint8Array>, string][] = [
    ['a PDF that is not PDF/A', () => page(), 'PDF_NOT_ARCHIVAL'],
    ['what is no PDF', async () => Buffer.from('hello'), 'PDF_UNREADABLE'],
    ['a torn PDF', async () => (await page('3B')).subarray(0, 200), 'PDF_UNREADABLE'],
  ];
  it.each(refused)('refuses %s', async (_, pdf, code) => {
    const content = await pdf();
    expect(await codeOf(() => embed(content))).toBe(code);
  });
});

const others = ['qpdf', 'pdfdetach', 'pdfinfo'].every((each) => spawnSync(each, ['--version']).error === undefined);

describe.skipIf(!others)('embed, read by others: needs qpdf and poppler', () => {
  const work = mkdtempSync(join(tmpdir(), 'timbre-embed-'));
  afterAll(() => rmSync(work, { recursive: true }));

  it('qpdf finds nothing wrong, poppler takes the file out', async () => {
    const path = join(work, 'hybrid.pdf');
    writeFileSync(path, await embed(await page('3B')));
    expect(execFileSync('qpdf', ['--check', path], { encoding: 'utf8' })).toContain(
      'No syntax or stream encoding errors',
    );
    execFileSync('pdfdetach', ['-save', '1', '-o', join(work, 'a.xml'), path]);
    expect(readFileSync(join(work, 'a.xml'), 'utf8')).toBe(xml);
    expect(execFileSync('pdfinfo', ['-meta', path], { encoding: 'utf8' })).toContain('<fx:DocumentType>INVOICE<');
  });
});
