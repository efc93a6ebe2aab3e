import { type NationalCase, none } from './case.ts';

const august = { startDate: '2026-08-01', endDate: '2026-08-31' };

/** What Peppol asks, and with it those who build on it. */
export const peppol: readonly NationalCase[] = [
  ['PEPPOL-EN16931-R002', { notes: [{ text: 'One' }, { text: 'Two' }] }],
  ['PEPPOL-EN16931-R003', { buyerReference: none, purchaseOrderReference: none }],
  ['PEPPOL-EN16931-R005', { taxCurrency: 'EUR', 'totals.taxAmountInTaxCurrency': '1.00' }],
  ['PEPPOL-EN16931-R010', { 'buyer.electronicAddress': none }],
  ['PEPPOL-EN16931-R020', { 'seller.electronicAddress': none }],
  ['PEPPOL-EN16931-R040', { allowances: [{ amount: '9.00', base: '100.00', percentage: '10', reason: 'Agreed' }] }],
  ['PEPPOL-EN16931-R040', { 'lines.0.charges': [{ amount: '9.00', base: '100.00', percentage: '10', reason: 'F' }] }],
  ['PEPPOL-EN16931-R041', { allowances: [{ amount: '10.00', percentage: '10', reason: 'Agreed' }] }],
  ['PEPPOL-EN16931-R041', { 'lines.0.charges': [{ amount: '10.00', percentage: '10', reason: 'Agreed' }] }],
  ['PEPPOL-EN16931-R042', { charges: [{ amount: '10.00', base: '100.00', reason: 'Agreed' }] }],
  ['PEPPOL-EN16931-R042', { 'lines.0.allowances': [{ amount: '10.00', base: '100.00', reason: 'Agreed' }] }],
  ['PEPPOL-EN16931-R046', { 'lines.0.price.gross': '999.00', 'lines.0.price.discount': '1.00' }],
  ['PEPPOL-EN16931-R055', { taxCurrency: 'SEK', 'totals.taxAmountInTaxCurrency': '-230.00' }],
  ['PEPPOL-EN16931-R061', { 'payment.meansCode': '59' }],
  ['PEPPOL-EN16931-R110', { period: august, 'lines.0.period': { startDate: '2026-07-01' } }],
  ['PEPPOL-EN16931-R111', { period: august, 'lines.0.period': { endDate: '2026-09-01' } }],
  ['PEPPOL-EN16931-R121', { 'lines.0.price.baseQuantity': '0' }],
  ['PEPPOL-EN16931-R130', { 'lines.0.price.baseQuantity': '1', 'lines.0.price.baseUnit': 'KGM' }],
];

/** Numbers that their scheme cannot have; where another one may be written, too, it is left out. */
const wrong: Readonly<Record<string, readonly [rule: string, ids: readonly string[]]>> = {
  '0088': ['R040', ['4012345000010', '40123450X0009', '12345678']],
  '0192': ['R041', ['974760674', '97476067']],
  '0184': ['R042', ['1234567', 'DK1234567']],
  '0208': ['R043', ['0123456748', '123456749']],
  '0007': ['R049', ['5566778898', '556677889']],
  '0096': ['R052', ['123456789', '12345678901']],
  '0198': ['R053', ['12345678', 'DK1234567']],
};

/** Such numbers, wherever a number with a scheme can stand. */
export const identifiers: readonly NationalCase[] = Object.entries(wrong).flatMap(([scheme, [rule, ids]]) =>
  ids.flatMap((id): readonly NationalCase[] => [
    [`PEPPOL-COMMON-${rule}`, { 'buyer.electronicAddress': { id, scheme } }],
    [`PEPPOL-COMMON-${rule}`, { 'seller.legalId': { id, scheme } }],
    [`PEPPOL-COMMON-${rule}`, { 'seller.ids': [{ id, scheme }] }],
  ]),
);
