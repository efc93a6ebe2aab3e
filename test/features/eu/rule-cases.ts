import { changed } from '../changed.ts';
import { type Category, categories, invoiceOf } from './invoices.ts';

/** What breaks a rule: the rule, the VAT category of the invoice, and what is changed in it. */
export type RuleCase = readonly [rule: string, category: Category, changes: Readonly<Record<string, unknown>>];

const none = undefined;

/** What the schema of the business data misses before any rule is asked: the rule that would, and what is left out. */
export const schemaCases: readonly RuleCase[] = [
  ['BR-02', 'S', { number: none }],
  ['BR-03', 'S', { issueDate: none }],
  ['BR-05', 'S', { currency: none }],
  ['BR-06', 'S', { 'seller.name': none }],
  ['BR-18', 'S', { taxRepresentative: { vatId: 'IT12345670017', address: { country: 'IT' } } }],
  ['BR-21', 'S', { 'lines.0.id': none }],
  ['BR-22', 'S', { 'lines.0.quantity': none, 'lines.0.unit': none }],
  ['BR-23', 'S', { 'lines.0.unit': none }],
  ['BR-25', 'S', { 'lines.0.item.name': none }],
  ['BR-26', 'S', { 'lines.0.price': none }],
  ['BR-31', 'S', { 'allowances.0.amount': none }],
  ['BR-36', 'S', { 'charges.0.amount': none }],
  ['BR-41', 'S', { 'lines.0.allowances.0.amount': none }],
  ['BR-43', 'S', { 'lines.0.charges.0.amount': none }],
  ['BR-50', 'S', { 'payment.creditTransfers': [{ accountName: 'Lindner' }] }],
  ['BR-52', 'S', { attachments: [{ url: 'https://lindner.example/a.pdf' }] }],
  ['BR-54', 'S', { 'lines.0.item.attributes': [{ name: 'Colour' }] }],
  ['BR-55', 'S', { precedingInvoices: [{ issueDate: '2026-01-01' }] }],
  ['BR-56', 'S', { taxRepresentative: { name: 'Rossi', address: { country: 'IT' } } }],
  ['BR-62', 'S', { 'seller.electronicAddress': { id: 'a@lindner.example' } }],
  ['BR-63', 'S', { 'buyer.electronicAddress': { id: 'a@moreau.example' } }],
];

/** Rules whatever the VAT category. */
const general: readonly RuleCase[] = [
  ['BR-07', 'S', { 'buyer.name': none }],
  ['BR-08', 'S', { 'seller.address': none }],
  ['BR-09', 'S', { 'seller.address.country': none }],
  ['BR-10', 'S', { 'buyer.address': none }],
  ['BR-11', 'S', { 'buyer.address.country': none }],
  ['BR-12', 'S', { 'totals.linesAmount': none }],
  ['BR-13', 'S', { 'totals.amountWithoutTax': none }],
  ['BR-14', 'S', { 'totals.amountWithTax': none }],
  ['BR-15', 'S', { 'totals.payableAmount': none }],
  ['BR-16', 'S', { lines: [] }],
  ['BR-17', 'S', { 'seller.tradingName': 'Lindner', 'payee.name': 'Lindner' }],
  ['BR-17', 'S', { 'seller.ids': [{ id: '7' }], payee: { name: 'Bank', id: { id: '7' } } }],
  ['BR-19', 'S', { taxRepresentative: { name: 'Rossi', vatId: 'IT12345670017' } }],
  ['BR-20', 'S', { taxRepresentative: { name: 'Rossi', vatId: 'IT12345670017', address: { city: 'Roma' } } }],
  ['BR-24', 'S', { 'lines.0.netAmount': none }],
  ['BR-27', 'S', { 'lines.0.price': { net: '-25.00' } }],
  ['BR-28', 'S', { 'lines.0.price.gross': '-25.00' }],
  ['BR-29', 'S', { period: { startDate: '2026-02-28', endDate: '2026-02-01' } }],
  ['BR-30', 'S', { 'lines.0.period': { startDate: '2026-02-28', endDate: '2026-02-01' } }],
  ['BR-32', 'S', { 'allowances.0.taxes': none }],
  ['BR-33', 'S', { 'allowances.0.reason': none }],
  ['BR-37', 'S', { 'charges.0.taxes': none }],
  ['BR-38', 'S', { 'charges.0.reason': none }],
  ['BR-42', 'S', { 'lines.0.allowances.0.reason': none }],
  ['BR-44', 'S', { 'lines.0.charges.0.reason': none }],
  ['BR-45', 'S', { 'taxes.0.base': none }],
  ['BR-46', 'S', { 'taxes.0.amount': none }],
  ['BR-47', 'S', { 'taxes.0.category': none }],
  ['BR-48', 'S', { 'taxes.0.rate': none }],
  ['BR-49', 'S', { 'payment.meansCode': none }],
  ['BR-51', 'S', { 'payment.card': { number: '4111111111111111' } }],
  ['BR-53', 'S', { taxCurrency: 'SEK' }],
  ['BR-57', 'S', { 'delivery.address.country': none }],
  ['BR-61', 'S', { 'payment.creditTransfers': none }],
  ['BR-64', 'S', { 'lines.0.item.standardId.scheme': none }],
  ['BR-65', 'S', { 'lines.0.item.classifications': [{ id: '30197630' }] }],
  ['BR-CO-03', 'S', { taxPointDate: '2026-02-27', taxPointDateCode: '35' }],
  ['BR-CO-04', 'S', { 'lines.0.taxes': none }],
  ['BR-CO-10', 'S', { 'totals.linesAmount': '100.01' }],
  ['BR-CO-11', 'S', { 'totals.allowancesAmount': none }],
  ['BR-CO-11', 'S', { 'totals.allowancesAmount': '10.01' }],
  ['BR-CO-12', 'S', { 'totals.chargesAmount': none }],
  ['BR-CO-12', 'S', { 'totals.chargesAmount': '20.01' }],
  ['BR-CO-13', 'S', { 'totals.amountWithoutTax': '110.01' }],
  ['BR-CO-14', 'S', { 'totals.taxAmount': '20.91' }],
  ['BR-CO-15', 'S', { 'totals.amountWithTax': '130.91' }],
  ['BR-CO-15', 'S', { 'totals.taxAmount': none }],
  ['BR-CO-16', 'S', { 'totals.payableAmount': '130.91' }],
  ['BR-CO-16', 'S', { 'totals.paidAmount': '30.90' }],
  ['BR-CO-16', 'S', { 'totals.roundingAmount': '0.10' }],
  ['BR-CO-17', 'S', { 'taxes.0.amount': '22.90' }],
  ['BR-CO-18', 'S', { taxes: none }],
  ['BR-CO-26', 'S', { 'seller.vatId': none, 'seller.legalId': none }],
  ['BR-B-01', 'S', { 'lines.0.taxes.0.category': 'B' }],
  ['BR-B-02', 'S', { 'lines.0.taxes.0.category': 'B' }],
];

/** Codes that no list has. */
export const codeCases: readonly RuleCase[] = [
  ['BR-CL-01', 'S', { typeCode: '999' }],
  ['BR-CL-01', 'S', { type: 'credit-note', typeCode: '380' }],
  ['BR-CL-03', 'S', { currency: 'EUX' }],
  ['BR-CL-03', 'S', { taxCurrency: 'SKE', 'totals.taxAmountInTaxCurrency': '230.00' }],
  ['BR-CL-04', 'S', { currency: 'EUX' }],
  ['BR-CL-05', 'S', { taxCurrency: 'SKE', 'totals.taxAmountInTaxCurrency': '230.00' }],
  ['BR-CL-06', 'S', { taxPointDateCode: '5' }],
  ['BR-CL-07', 'S', { objectId: { id: '7', scheme: 'ZZY' } }],
  ['BR-CL-07', 'S', { 'lines.0.objectId': { id: '7', scheme: 'ZZY' } }],
  ['BR-CL-08', 'S', { notes: [{ subjectCode: 'XXX', text: 'Thanks' }] }],
  ['BR-CL-10', 'S', { 'seller.ids': [{ id: '7', scheme: '9999' }] }],
  ['BR-CL-10', 'S', { 'buyer.ids': [{ id: '7', scheme: 'SEPA' }] }],
  ['BR-CL-10', 'S', { payee: { name: 'Bank', id: { id: '7', scheme: '9999' } } }],
  ['BR-CL-11', 'S', { 'seller.legalId.scheme': '9999' }],
  ['BR-CL-11', 'S', { 'buyer.legalId': { id: '7', scheme: 'HRB' } }],
  ['BR-CL-11', 'S', { payee: { name: 'Bank', legalId: { id: '7', scheme: '9999' } } }],
  ['BR-CL-13', 'S', { 'lines.0.item.classifications': [{ id: '30197630', scheme: 'CPV' }] }],
  ['BR-CL-14', 'S', { 'seller.address.country': 'UK' }],
  ['BR-CL-14', 'S', { 'buyer.address.country': 'EL' }],
  ['BR-CL-14', 'S', { 'delivery.address.country': 'UK' }],
  [
    'BR-CL-14',
    'S',
    { taxRepresentative: { name: 'Rossi', vatId: 'IT12345670017', address: { city: 'Roma', country: 'XX' } } },
  ],
  ['BR-CL-15', 'S', { 'lines.0.item.originCountry': 'UK' }],
  ['BR-CL-16', 'S', { 'payment.meansCode': '99' }],
  ['BR-CL-17', 'S', { 'taxes.0.category': 'X' }],
  ['BR-CL-17', 'S', { 'allowances.0.taxes.0.category': 'X' }],
  ['BR-CL-17', 'S', { 'charges.0.taxes.0.category': 'X' }],
  ['BR-CL-18', 'S', { 'lines.0.taxes.0.category': 'X' }],
  ['BR-CL-19', 'S', { 'allowances.0.reasonCode': 'FC' }],
  ['BR-CL-19', 'S', { 'lines.0.allowances.0.reasonCode': '99' }],
  ['BR-CL-20', 'S', { 'charges.0.reasonCode': '95' }],
  ['BR-CL-20', 'S', { 'lines.0.charges.0.reasonCode': 'ZZZZ' }],
  ['BR-CL-21', 'S', { 'lines.0.item.standardId.scheme': 'EAN' }],
  ['BR-CL-22', 'E', { 'taxes.0.exemptionReasonCode': 'VATEX-EU-999' }],
  ['BR-CL-23', 'S', { 'lines.0.unit': 'PIECE' }],
  ['BR-CL-23', 'S', { 'lines.0.price.baseQuantity': '1', 'lines.0.price.baseUnit': 'STCK' }],
  [
    'BR-CL-24',
    'S',
    { attachments: [{ id: 'a', content: 'UEsDBA==', mediaType: 'application/zip', filename: 'a.zip' }] },
  ],
  ['BR-CL-25', 'S', { 'seller.electronicAddress': { id: 'a@lindner.example', scheme: 'EMAIL' } }],
  ['BR-CL-25', 'S', { 'buyer.electronicAddress': { id: '7', scheme: '9999' } }],
  ['BR-CL-26', 'S', { 'delivery.locationId': { id: '7', scheme: 'GLN' } }],
  ['BR-CO-09', 'S', { 'seller.vatId': '123456788' }],
  ['BR-CO-09', 'S', { 'buyer.vatId': 'XX40303265045' }],
  [
    'BR-CO-09',
    'S',
    { taxRepresentative: { name: 'Rossi', vatId: '12345670017', address: { city: 'Roma', country: 'IT' } } },
  ],
];

/** Three decimals where two are allowed, so that nothing else is wrong. */
const decimals: readonly RuleCase[] = [
  ['BR-DEC-01', 'Z', { 'allowances.0.amount': '10.001' }],
  ['BR-DEC-02', 'Z', { 'allowances.0.base': '10.001' }],
  ['BR-DEC-05', 'Z', { 'charges.0.amount': '20.001' }],
  ['BR-DEC-06', 'Z', { 'charges.0.base': '20.001' }],
  ['BR-DEC-09', 'Z', { 'totals.linesAmount': '100.001' }],
  ['BR-DEC-10', 'Z', { 'totals.allowancesAmount': '10.001' }],
  ['BR-DEC-11', 'Z', { 'totals.chargesAmount': '20.001' }],
  ['BR-DEC-12', 'Z', { 'totals.amountWithoutTax': '110.001' }],
  ['BR-DEC-13', 'Z', { 'totals.taxAmount': '0.001' }],
  ['BR-DEC-14', 'Z', { 'totals.amountWithTax': '110.001' }],
  ['BR-DEC-15', 'Z', { taxCurrency: 'SEK', 'totals.taxAmountInTaxCurrency': '0.001' }],
  ['BR-DEC-16', 'Z', { 'totals.paidAmount': '0.001' }],
  ['BR-DEC-17', 'Z', { 'totals.roundingAmount': '0.001' }],
  ['BR-DEC-18', 'Z', { 'totals.payableAmount': '110.001' }],
  ['BR-DEC-19', 'S', { 'taxes.0.base': '110.001' }],
  ['BR-DEC-20', 'S', { 'taxes.0.amount': '20.901' }],
  ['BR-DEC-23', 'S', { 'lines.0.netAmount': '100.001' }],
  ['BR-DEC-24', 'S', { 'lines.0.allowances.0.amount': '5.001' }],
  ['BR-DEC-25', 'S', { 'lines.0.allowances.0.base': '5.001' }],
  ['BR-DEC-27', 'S', { 'lines.0.charges.0.amount': '5.001' }],
  ['BR-DEC-28', 'S', { 'lines.0.charges.0.base': '5.001' }],
];

/** The rules that every VAT category has, each under its own name. */
function ofCategory(category: Category): RuleCase[] {
  const { rules, rate, reason } = { rate: undefined, reason: undefined, ...categories[category] };
  const other = category === 'S' ? 'Z' : 'S';
  const nobody =
    category === 'O'
      ? { 'seller.vatId': 'DE123456788' }
      : { 'seller.vatId': none, ...(category === 'K' || category === 'AE' ? { 'buyer.vatId': none } : {}) };
  const wrongRate = rate === undefined ? '0' : Number(rate) > 0 ? '-1' : '5';
  const wrongReason = reason === undefined ? 'Because' : none;
  return [
    [`${rules}-01`, category, { 'taxes.0.category': other }],
    [`${rules}-02`, category, { ...nobody, allowances: [], charges: [] }],
    [`${rules}-03`, category, nobody],
    [`${rules}-04`, category, nobody],
    [`${rules}-05`, category, { 'lines.0.taxes.0.rate': wrongRate }],
    [`${rules}-06`, category, { 'allowances.0.taxes.0.rate': wrongRate }],
    [`${rules}-07`, category, { 'charges.0.taxes.0.rate': wrongRate }],
    [`${rules}-08`, category, { 'taxes.0.base': '130.00' }],
    [`${rules}-09`, category, { 'taxes.0.amount': '40.00' }],
    [`${rules}-10`, category, { 'taxes.0.exemptionReason': wrongReason }],
  ];
}

const others: readonly RuleCase[] = [
  ['BR-IC-11', 'K', { 'delivery.date': none }],
  ['BR-IC-12', 'K', { 'delivery.address': none }],
  ['BR-O-11', 'O', { 'taxes.1': { type: 'VAT', category: 'Z', rate: '0', base: '0.00', amount: '0.00' } }],
  ['BR-O-12', 'O', { 'lines.0.taxes.0': { type: 'VAT', category: 'Z', rate: '0' } }],
  ['BR-O-13', 'O', { 'allowances.0.taxes.0': { type: 'VAT', category: 'Z', rate: '0' } }],
  ['BR-O-14', 'O', { 'charges.0.taxes.0': { type: 'VAT', category: 'Z', rate: '0' } }],
];

const keys: readonly Category[] = ['S', 'Z', 'E', 'AE', 'K', 'G', 'O', 'L', 'M'];

export const ruleCases: readonly RuleCase[] = [...general, ...decimals, ...keys.flatMap(ofCategory), ...others];

export const brokenInvoice = ([, category, changes]: RuleCase): Record<string, unknown> =>
  changed(invoiceOf(category), changes);
