import { type National, type NationalCase, none } from './case.ts';

const kosit = 'urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0';
const extension = { 'process.specification': `${kosit}#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0` };
const vehicles = { 'process.specification': `${kosit}#compliant#urn:xeinkauf.de:kosit:xrechnung:cvd_0.9` };
const vehicle = {
  ...vehicles,
  contractReference: 'V-1',
  tenderReference: 'T-1',
  'lines.0.item.classifications': [{ id: 'M1', scheme: 'CVD' }],
};
const account = [{ accountId: 'DE75512108001245126199' }];
const card = { number: '1234' };
const directDebit = { mandateId: 'M-1', creditorId: 'DE98ZZZ09999999999', accountId: 'DE75512108001245126199' };
const sub = (taxes: readonly object[]) => ({
  id: '1.1',
  quantity: '1',
  unit: 'H87',
  netAmount: '1050.00',
  price: { net: '1050.00' },
  taxes,
  item: { name: 'Paper' },
});

/** What Germany asks of its sellers: in XRechnung, and in Peppol of whoever sells in Germany there. */
export const german: readonly (readonly [rule: number, changes: NationalCase[1]])[] = [
  [1, { payment: none }],
  [2, { 'seller.contact': none }],
  [3, { 'seller.address.city': none }],
  [4, { 'seller.address.postCode': none }],
  [8, { 'buyer.address.city': none }],
  [9, { 'buyer.address.postCode': none }],
  [14, { 'taxes.0.rate': none }],
  [16, { 'seller.vatId': none, 'seller.taxId': none }],
];

/** What breaks the rules of XRechnung, by KoSIT's ids. */
export const xrechnung: National = {
  artefact: 'XRechnung-UBL-2.5.0.sch',
  // Warnings of KoSIT's: BR-DE-17, -21, -26 and BR-DEX-02.
  own: /^BR-DE-(?!17$|21$|26$)|^BR-DEX-(?!02$)|^PEPPOL-EN16931-R0[12]0$/,
  cases: [
    ...german.map(([rule, changes]): NationalCase => [`BR-DE-${rule}`, changes]),
    ['BR-DE-5', { 'seller.contact.name': none }],
    ['BR-DE-6', { 'seller.contact.telephone': none }],
    ['BR-DE-7', { 'seller.contact.email': none }],
    ['BR-DE-10', { 'delivery.address': { line1: 'Kai 1', postCode: '28195', country: 'DE' } }],
    ['BR-DE-11', { 'delivery.address': { line1: 'Kai 1', city: 'Bremen', country: 'DE' } }],
    ['BR-DE-15', { buyerReference: none }],
    ['BR-DE-18', { 'paymentTerms.text': '#SKONTO#TAGE=14#PROZENT=2.00#' }],
    ['BR-DE-18', { 'paymentTerms.text': '#SKONTO#TAGE=14#PROZENT=2#\n' }],
    ['BR-DE-18', { 'paymentTerms.text': '#VERZUG#TAGE=14#PROZENT=2.00#\n' }],
    ['BR-DE-18', { 'paymentTerms.text': 'Thanks\n  #SKONTO#TAGE=14#PROZENT=2.00#BASISBETRAG=2.5#\nThanks' }],
    [
      'BR-DE-22',
      {
        attachments: [1, 2].map((id) => ({
          id: `A-${id}`,
          filename: 'a.pdf',
          mediaType: 'application/pdf',
          content: 'JVBERi0=',
        })),
      },
    ],
    ['BR-DE-23-a', { 'payment.creditTransfers': none }],
    ['BR-DE-23-b', { 'payment.card': card }],
    ['BR-DE-24-a', { payment: { meansCode: '54' } }],
    ['BR-DE-24-b', { payment: { meansCode: '54', card, creditTransfers: account } }],
    ['BR-DE-25-a', { payment: { meansCode: '59' } }],
    ['BR-DE-25-b', { payment: { meansCode: '59', directDebit, creditTransfers: account } }],
    ['BR-DE-30', { payment: { meansCode: '59', directDebit: { ...directDebit, creditorId: none } } }],
    ['BR-DE-31', { payment: { meansCode: '59', directDebit: { ...directDebit, accountId: none } } }],
    ['BR-DE-CVD-01', { ...vehicles, tenderReference: 'T-1' }],
    ['BR-DE-CVD-02', { ...vehicles, contractReference: 'V-1' }],
    ['BR-DE-CVD-03', { ...vehicle, 'lines.0.item.classifications': none }],
    ['BR-DE-CVD-05', { ...vehicle, 'lines.0.item.attributes': [{ name: 'cva', value: 'red' }] }],
    ['BR-DEX-03', { ...extension, 'lines.0.lines': [sub([])] }],
    ['BR-DEX-10', { ...extension, thirdPartyPayments: [{ amount: '1.00', description: 'Water' }] }],
    ['BR-DEX-12', { ...extension, thirdPartyPayments: [{ amount: '1.00', type: '9' }] }],
    ['PEPPOL-EN16931-R010', { 'buyer.electronicAddress': none }],
    ['PEPPOL-EN16931-R020', { 'seller.electronicAddress': none }],
  ],
};
