import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { embedAction } from '../../../actions/embed/index.ts';
import { printAction } from '../../../actions/print/index.ts';
import { everythingSaid, noPreflight, notAllowed, pdfA } from '../../preflight.ts';
import { artefact, hasArtefacts } from '../../shared.ts';
import { prepared } from '../compile.ts';
import { contextOf, loadingOf } from '../loading.ts';
import { broken, withLettersJudged } from './broken-pdfs.ts';

const pdfType = 'application/pdf';
const xml = { mediaType: 'application/xml', content: '<invoice/>' };
const embedding = `fileName: factur-x.xml
relationship: Alternative
metadata:
  schema: Factur-X
  namespace: "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
  prefix: fx
  properties: { ConformanceLevel: { value: EN 16931, description: Profile } }
`;

async function embed(pdf: Uint8Array): Promise<Uint8Array> {
  const context = contextOf({ in: { pdf: { mediaType: pdfType, content: pdf }, file: xml } });
  const { documents } = await embedAction.run(context, prepared(embedAction, embedding));
  return documents?.document?.bytes ?? Buffer.alloc(0);
}

/** In the four weights that are used, with lines and a table on two sheets. */
async function print(): Promise<Uint8Array> {
  const style = `print: page
paper: { size: A4 }
styles: { em: { italics: true }, strong: { bold: true }, thead tr: { lineBelow: { width: 1, color: "#336699" } } }
`;
  const rows = Array.from({ length: 60 }, (_, at) => `<tr><td>${at}</td><td>Größe Š €</td></tr>`).join('');
  const body = `<p>a <em>b</em> <strong>c <em>d</em></strong></p><table><thead><tr><th>Nr</th><th>x</th></tr></thead>${rows}</table>`;
  const content = `<html lang="de"><head><title>M &amp; S</title></head><body>${body}</body></html>`;
  const { loading, at } = loadingOf('style: print.yaml', { files: { 'print.yaml': style } });
  const ready = printAction.prepare({ style: 'print.yaml' }, loading, at);
  if (ready === undefined) throw new Error('The style is wrong.');
  const { documents } = await printAction.run(
    contextOf({ in: { document: { mediaType: 'text/html', content } } }),
    ready,
  );
  return documents?.document?.bytes ?? Buffer.alloc(0);
}

/** PDFs of others without a file in them: PDF/A-1b, as preflight says itself. */
const others = [
  'MustangGnuaccountingBeispielRE-20171118_506blanko',
  'MustangGnuaccountingBeispielRE-20190610_507blanko',
];

/** What holds, by what it is. */
async function right(page: Uint8Array): Promise<Map<string, Uint8Array>> {
  const all = new Map([
    ['a page', page],
    ['a page whose letters are judged', await withLettersJudged(page)],
    ['a page with a file in it', await embed(await withLettersJudged(page))],
  ]);
  for (const each of hasArtefacts ? others : []) {
    const pdf = readFileSync(artefact(`eu/factur-x/mustang/library-tests/${each}.pdf`));
    all.set(each, pdf).set(`${each} with a file in it`, await embed(pdf));
  }
  return all;
}

describe.skipIf(noPreflight)(`PDF/A, by PDFBox's preflight${noPreflight ? ` (skipped: ${noPreflight})` : ''}`, () => {
  const said = new Map<string, readonly string[]>();
  const holding: string[] = [];
  beforeAll(async () => {
    const page = await print();
    const holds = await right(page);
    holding.push(...holds.keys());
    const all = new Map([...holds, ...(await broken(await withLettersJudged(page)))]);
    for (const [name, lines] of everythingSaid(all)) said.set(name, lines);
  });
  const codesOf = (name: string) => said.get(name)?.map((line) => line.split(' ')[0]);

  it.each(Object.entries(pdfA.broken))('finds that %s', (how, { code }) => {
    expect(codesOf(how)).toContain(code);
  });

  it('says nothing against what holds but what part 3 allows', () => {
    for (const name of holding) expect(notAllowed(said.get(name) ?? ['not judged']), name).toEqual([]);
    for (const name of others.filter(() => hasArtefacts)) expect(said.get(name)).toEqual([]);
    expect(codesOf('a page whose letters are judged')).toEqual(['7.11.2']);
  });
});
