import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { actions } from '../../../actions/index.ts';
import { createDocument, type Document, loadFeature, type PureContext } from '../../../engine/index.ts';
import { folder } from './alone.ts';
import { readXmlNode } from './xml-node.ts';

const { feature } = await loadFeature(folder, { actions });

/** What one of the last steps of `issue` leaves, for these variables and documents. */
export async function runStep(id: string, variables: unknown, inputs: Readonly<Record<string, Document>>) {
  const step = feature?.pipelines.issue?.steps.find((each) => each.id === id);
  if (step?.kind !== 'action' || step.action.effect !== 'pure') throw new Error(`${id} is no pure step`);
  const context: PureContext = {
    run: { id: 'r', startedAt: new Date(0) },
    step: id,
    in: inputs,
    variables: variables as Record<string, unknown>,
    artefact: async () => undefined,
  };
  const { documents } = await step.action.run(context, step.prepared);
  return Buffer.from(documents?.document?.bytes ?? '').toString('utf8');
}

/** What the PAC would add. */
export const stamp = {
  uuid: '6E88DBD1-2EC3-4296-AEB6-CEFBFAB393AE',
  stampedAt: '2026-03-01T12:00:07',
  pac: 'SPR190613I52',
  issuerSeal: `${'Ab+/'.repeat(85)}wQ==`,
  satSeal: `${'zY/+'.repeat(85)}wQ==`,
  satCertificateNumber: '30001000000599990001',
};
export const issuerCertificate = '30001000000500003416';
export const cadena = `||1.1|${stamp.uuid}|${stamp.stampedAt}|${stamp.pac}|${stamp.issuerSeal}|${stamp.satCertificateNumber}||`;

/** The page of a case, as if it had been stamped; the totals are those of the XML that the case expects. */
export async function pageOf(name: string, language: string): Promise<string> {
  const read = (path: string) => readFileSync(join(folder, 'cases', name, path), 'utf8');
  const { attributes, ...comprobante } = readXmlNode(read('expected/comprobante.xml'));
  const taxes = comprobante.child('Impuestos')?.attributes;
  const variables = {
    invoice: JSON.parse(read('input.json')),
    settings: { language },
    steps: {
      sealed: { certificateNumber: issuerCertificate },
      timbre: {
        ...stamp,
        issuer: comprobante.child('Emisor')?.attributes.Rfc,
        receiver: comprobante.child('Receptor')?.attributes.Rfc,
        total: attributes.Total,
      },
      printed: {
        subtotal: attributes.SubTotal,
        discount: attributes.Descuento,
        charged: taxes?.TotalImpuestosTrasladados,
        withheld: taxes?.TotalImpuestosRetenidos,
      },
    },
  };
  return runStep('representation', variables, {
    qr: createDocument('qr.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'),
    cadena: createDocument('cadena.txt', 'text/plain', cadena),
  });
}
