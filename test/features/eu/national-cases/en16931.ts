import type { NationalCase } from './case.ts';

/** Three decimals where two are allowed. National rules say the same as those of EN 16931. */
export const decimals: readonly NationalCase[] = [
  ['BR-DEC-01', { allowances: [{ amount: '10.001', reason: 'Agreed' }] }],
  ['BR-DEC-02', { allowances: [{ amount: '10.00', base: '10.001', percentage: '100', reason: 'Agreed' }] }],
  ['BR-DEC-05', { charges: [{ amount: '10.001', reason: 'Agreed' }] }],
  ['BR-DEC-06', { charges: [{ amount: '10.00', base: '10.001', percentage: '100', reason: 'Agreed' }] }],
  ['BR-DEC-09', { 'totals.linesAmount': '100.001' }],
  ['BR-DEC-10', { 'totals.allowancesAmount': '10.001' }],
  ['BR-DEC-11', { 'totals.chargesAmount': '10.001' }],
  ['BR-DEC-12', { 'totals.amountWithoutTax': '110.001' }],
  ['BR-DEC-14', { 'totals.amountWithTax': '110.001' }],
  ['BR-DEC-16', { 'totals.paidAmount': '0.001' }],
  ['BR-DEC-17', { 'totals.roundingAmount': '0.001' }],
  ['BR-DEC-18', { 'totals.payableAmount': '110.001' }],
  ['BR-DEC-19', { 'taxes.0.base': '110.001' }],
  ['BR-DEC-20', { 'taxes.0.amount': '20.901' }],
  ['BR-DEC-23', { 'lines.0.netAmount': '100.001' }],
  ['BR-DEC-24', { 'lines.0.allowances': [{ amount: '5.001', reason: 'Agreed' }] }],
  ['BR-DEC-25', { 'lines.0.allowances': [{ amount: '5.00', base: '5.001', percentage: '100', reason: 'Agreed' }] }],
  ['BR-DEC-27', { 'lines.0.charges': [{ amount: '5.001', reason: 'Agreed' }] }],
  ['BR-DEC-28', { 'lines.0.charges': [{ amount: '5.00', base: '5.001', percentage: '100', reason: 'Agreed' }] }],
];

/** Codes that no list has. */
export const codes: readonly NationalCase[] = [
  ['BR-CL-01', { typeCode: '999' }],
  ['BR-CL-01', { typeCode: '999' }, 'credit-note'],
  ['BR-CL-04', { currency: 'EUX' }],
  ['BR-CL-05', { taxCurrency: 'SKE', 'totals.taxAmountInTaxCurrency': '1.00' }],
  ['BR-CL-06', { taxPointDateCode: '6' }],
  ['BR-CL-07', { objectId: { id: '7', scheme: 'ZZY' } }],
  ['BR-CL-08', { notes: [{ subjectCode: 'XXX', text: 'Thanks' }] }],
  ['BR-CL-10', { 'seller.ids': [{ id: '7', scheme: '9999' }] }],
  ['BR-CL-11', { 'buyer.legalId': { id: '7', scheme: '9999' } }],
  ['BR-CL-13', { 'lines.0.item.classifications': [{ id: '30197630', scheme: 'CPV' }] }],
  ['BR-CL-14', { 'delivery.address': { line1: 'A', city: 'B', postCode: '1', country: 'UK' } }],
  ['BR-CL-15', { 'lines.0.item.originCountry': 'UK' }],
  ['BR-CL-16', { 'payment.meansCode': '99' }],
  ['BR-CL-17', { 'taxes.0.category': 'X' }],
  ['BR-CL-18', { 'lines.0.taxes.0.category': 'X' }],
  ['BR-CL-19', { allowances: [{ amount: '0.00', reason: 'None', reasonCode: 'FC' }] }],
  ['BR-CL-20', { charges: [{ amount: '0.00', reason: 'None', reasonCode: '95' }] }],
  ['BR-CL-21', { 'lines.0.item.standardId': { id: '7', scheme: 'EAN' } }],
  ['BR-CL-23', { 'lines.0.unit': 'STUK' }],
  ['BR-CL-24', { attachments: [{ id: 'a', content: 'UEs=', mediaType: 'application/zip', filename: 'a.zip' }] }],
  ['BR-CL-25', { 'buyer.electronicAddress': { id: '7', scheme: 'KVK' } }],
  ['BR-CL-26', { 'delivery.locationId': { id: '7', scheme: 'GLN' } }],
  ['BR-CO-09', { 'seller.vatId': '123456789B01' }],
];

/** Amounts that do not add up. National rules say the same as those of EN 16931. */
export const sums: readonly NationalCase[] = [
  ['BR-CO-10', { 'totals.linesAmount': '9.00' }],
  ['BR-CO-11', { allowances: [{ amount: '10.00', reason: 'Agreed' }], 'totals.allowancesAmount': '90.00' }],
  ['BR-CO-12', { charges: [{ amount: '10.00', reason: 'Agreed' }], 'totals.chargesAmount': '90.00' }],
  ['BR-CO-13', { 'totals.amountWithoutTax': '9.00' }],
  ['BR-CO-14', { 'totals.taxAmount': '999.00' }],
  ['BR-CO-15', { 'totals.amountWithTax': '9999.00' }],
  ['BR-CO-16', { 'totals.payableAmount': '9999.00' }],
  ['BR-CO-16', { 'totals.paidAmount': '10.00' }],
  ['BR-CO-17', { 'taxes.0.amount': '999.00' }],
  ['BR-S-08', { 'taxes.0.base': '9.00' }],
];

/** What the schema of the business data says before any rule is asked. */
export const dates: readonly NationalCase[] = [
  ['INPUT', { issueDate: '2026-9-1' }],
  ['INPUT', { taxPointDate: '1.9.2026' }],
  ['INPUT', { 'paymentTerms.dueDate': '2026-10-1' }],
  ['INPUT', { 'paymentTerms.dueDate': '2026-10-1' }, 'credit-note'],
  ['INPUT', { 'delivery.date': '2026-10-1' }],
  ['INPUT', { period: { startDate: '2026-10-1', endDate: '2026-10-31' } }],
  ['INPUT', { period: { startDate: '2026-10-01', endDate: '2026-10' } }],
];
