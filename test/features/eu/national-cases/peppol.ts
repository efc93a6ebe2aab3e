import type { National, NationalCase } from './case.ts';
import { codes, dates } from './en16931.ts';
import { countries } from './peppol-countries.ts';
import { identifiers, peppol } from './peppol-rules.ts';

/** What breaks the rules of Peppol BIS Billing 3, by OpenPeppol's ids. */
export const peppolBis3: National = {
  artefact: 'PEPPOL-EN16931-UBL-2026.5.sch',
  own: /^(PEPPOL-|[A-Z]{2}-R-)/,
  cases: [
    ...peppol,
    ['PEPPOL-EN16931-R004', { 'process.specification': 'urn:cen.eu:en16931:2017' }],
    ['PEPPOL-EN16931-R007', { 'process.type': 'by hand' }],
    ['PEPPOL-EN16931-R120', { 'lines.0.netAmount': '9.00' }],
    [
      'PEPPOL-EN16931-CL001',
      { attachments: [{ id: 'a', content: 'UEs=', mediaType: 'application/zip', filename: 'a.zip' }] },
    ],
    ['PEPPOL-EN16931-CL008', { 'seller.electronicAddress.scheme': 'EM' }],
    ['PEPPOL-EN16931-CL008', { 'buyer.electronicAddress.scheme': 'EM' }],
    ['PEPPOL-EN16931-P0100', { typeCode: '389' }],
    ['PEPPOL-EN16931-P0101', { typeCode: '261' }, 'credit-note'],
    ['PEPPOL-EN16931-P0112', { type: 'corrective-invoice', 'seller.address.country': 'FR' }],
    ['PEPPOL-EN16931-P0112', { typeCode: '326', 'seller.address.country': 'FR' }],
    ...Object.entries({
      G: 'P0104',
      O: 'P0105',
      IC: 'P0106',
      AE: 'P0107',
      D: 'P0108',
      F: 'P0109',
      I: 'P0110',
      J: 'P0111',
    }).map(
      ([reason, rule]): NationalCase => [
        `PEPPOL-EN16931-${rule}`,
        { 'taxes.0.exemptionReasonCode': `VATEX-EU-${reason}` },
      ],
    ),
    ...identifiers,
    ...codes.filter(([rule]) => ['BR-CL-04', 'BR-CL-06', 'BR-CL-19', 'BR-CL-20'].includes(rule)),
    ...countries,
    ...dates,
  ],
};
