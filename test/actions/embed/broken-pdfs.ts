import { readFileSync } from 'node:fs';
import { PDFDict, PDFDocument, PDFName, PDFRawStream, PDFString } from '@cantoo/pdf-lib';

const name = PDFName.of;
const dictionaries = ({ context }: PDFDocument): PDFDict[] =>
  context
    .enumerateIndirectObjects()
    .map(([, each]) => (each instanceof PDFRawStream ? each.dict : each))
    .filter((each) => each instanceof PDFDict);

async function changed(bytes: Uint8Array, change: (pdf: PDFDocument) => void): Promise<Uint8Array> {
  const pdf = await PDFDocument.load(bytes, { updateMetadata: false });
  change(pdf);
  return pdf.save({ useObjectStreams: false, updateFieldAppearances: false, addDefaultPage: false });
}

const without = (key: string) => (pdf: PDFDocument) => {
  for (const each of dictionaries(pdf)) each.delete(name(key));
};
const metadata = (pdf: PDFDocument, change: (text: string) => string): void => {
  const stream = pdf.catalog.lookup(name('Metadata'));
  if (!(stream instanceof PDFRawStream)) throw new Error('The page has no XMP.');
  const bytes = Buffer.from(change(Buffer.from(stream.contents).toString('utf8')));
  const { context } = pdf;
  pdf.catalog.set(name('Metadata'), context.register(context.stream(bytes, { Type: 'Metadata', Subtype: 'XML' })));
};

const breaking: Readonly<Record<string, (pdf: PDFDocument) => void>> = {
  'its fonts are not embedded': without('FontFile2'),
  'its letters are of other widths than its fonts say': (pdf) => {
    for (const each of dictionaries(pdf).filter((one) => one.has(name('W'))))
      each.set(name('W'), pdf.context.obj([0, Array.from({ length: 100 }, () => 1)]));
  },
  'its letters are not those of its fonts': without('CIDToGIDMap'),
  'it does not say of which colours it is': (pdf) => pdf.catalog.delete(name('OutputIntents')),
  'it has no XMP': (pdf) => pdf.catalog.delete(name('Metadata')),
  'XMP says another title': (pdf) => pdf.setTitle('Another'),
  'it says words of an XMP schema that is not declared': (pdf) =>
    metadata(pdf, (text) =>
      text.replace(
        '</rdf:RDF>',
        '<rdf:Description rdf:about="" xmlns:a="urn:a#"><a:b>c</a:b></rdf:Description></rdf:RDF>',
      ),
    ),
  'it does something when it is opened': (pdf) =>
    pdf.catalog.set(name('OpenAction'), pdf.context.obj({ S: 'JavaScript', JS: PDFString.of('1') })),
  'it has a film': (pdf) => {
    const film = pdf.context.obj({ Type: 'Annot', Subtype: 'Movie', Rect: [0, 0, 9, 9] });
    pdf.getPage(0).node.set(name('Annots'), pdf.context.obj([film]));
  },
  'it has no identifier': ({ context }) => {
    Reflect.deleteProperty(context.trailerInfo, 'ID');
  },
};

/** Preflight judges the letters of a subset that has a CIDSet only. */
export const withLettersJudged = (bytes: Uint8Array): Promise<Uint8Array> =>
  changed(bytes, (pdf) => {
    for (const each of dictionaries(pdf).filter((one) => one.has(name('FontFile2'))))
      each.set(name('CIDSet'), pdf.context.register(pdf.context.stream(new Uint8Array(8192).fill(255))));
  });

/** A page that is PDF/A, made wrong in one way each: by the way. */
export async function broken(page: Uint8Array): Promise<Map<string, Uint8Array>> {
  const all = new Map<string, Uint8Array>();
  for (const [how, change] of Object.entries(breaking)) all.set(how, await changed(page, change));
  const encrypted = new URL('../../../features/fr/factur-x/cases/received-encrypted/invoice.pdf', import.meta.url);
  all.set('it is encrypted', readFileSync(encrypted));
  all.set('something stands behind its end', Buffer.concat([page, Buffer.from('more\nmore')]));
  all.set('something stands before its beginning', Buffer.concat([Buffer.from('\n'), page]));
  all.set('it is torn', page.subarray(0, page.length / 2));
  return all;
}
