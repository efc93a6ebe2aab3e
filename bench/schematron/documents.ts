import { join } from 'node:path';
import { artefacts, bytesOf, exists, filesBelow } from '../../scripts/suites/artefacts.ts';

const folder = 'eu/en16931/ubl';

export const rulesEn: string = join(
  artefacts,
  folder,
  'schematron/preprocessed/EN16931-UBL-validation-preprocessed.sch',
);
export const rulesPeppol: string = join(artefacts, 'eu/peppol-bis-3/2026.5/sch/PEPPOL-EN16931-UBL.sch');
export const stylesheetEn: string = join(artefacts, folder, 'xslt/EN16931-UBL-validation.xslt');

/** Invoices of 5 to 21 kB: the norm's examples and those of XRechnung. */
export function sampleDocuments(): Uint8Array[] {
  return [...filesBelow(`${folder}/examples`, /\.xml$/), ...filesBelow('eu/xrechnung', /_ubl\.xml$/)]
    .map(bytesOf)
    .filter(({ length }) => length > 5_000 && length < 21_000)
    .slice(0, 20);
}

const example = `${folder}/examples/ubl-tc434-example4.xml`;

/** The same invoice with 1,000 lines. */
export function manyLines(): Uint8Array {
  const text = sample();
  const line = /<cac:InvoiceLine>[\s\S]*?<\/cac:InvoiceLine>/.exec(text)?.[0] ?? '';
  const lines = Array.from({ length: 1000 }, (_, at) => line.replace(/<cbc:ID>[^<]*</, `<cbc:ID>${at}<`));
  return Buffer.from(text.replace(line, () => lines.join('')));
}

/** The same invoice with 3.3 MB attached. */
export function withAttachment(): Uint8Array {
  const content = Buffer.alloc(2_475_000, 'Timbre').toString('base64');
  const attached = `<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="a.pdf">${content}</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>`;
  return Buffer.from(sample().replace(/<cac:AccountingSupplierParty>/, (party) => attached + party));
}

function sample(): string {
  if (!exists(example)) throw new Error(`${example} is not there`);
  return bytesOf(example).toString('utf8');
}
