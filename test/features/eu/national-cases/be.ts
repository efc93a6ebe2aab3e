import type { National } from './case.ts';
import { codes, dates } from './en16931.ts';
import { peppol } from './peppol-rules.ts';

/** What breaks the rules of UBL.BE, by their ids. */
export const ublBe: National = {
  artefact: 'UBL.BE-1.31.sch',
  own: /^(ubl-BE|PEPPOL)/,
  cases: [
    ['PEPPOL-EN16931-R004', { 'process.specification': 'urn:cen.eu:en16931:2017' }],
    ['PEPPOL-EN16931-R007', { 'process.type': 'by hand' }],
    ...peppol,
    ['ubl-BE-04', { attachments: [{ id: 'A', url: 'https://example.com/a' }] }],
    ['ubl-BE-10', { 'taxes.0.rate': '20' }],
    ['ubl-BE-10', { 'taxes.0.code': '99' }],
    ['ubl-BE-11', { 'taxes.0.exemptionReasonCode': 'VATEX-EU-AE' }],
    ['ubl-BE-15', { 'lines.0.taxes.0.rate': '20' }],
    ...codes,
    ...dates,
  ],
};
