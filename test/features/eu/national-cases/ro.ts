import { type National, none } from './case.ts';
import { codes, dates, decimals } from './en16931.ts';
import { romanianLengths } from './long-texts.ts';

const representative = (address: Readonly<Record<string, string>>) => ({
  name: 'Reprezentant SRL',
  vatId: 'RO12345678',
  address: { country: 'RO', ...address },
});

/** What breaks the rules of CIUS-RO, by their ids. */
export const ciusRo: National = {
  artefact: 'CIUS-RO-1.0.9.sch',
  own: /-RO-/,
  cases: [
    ['BR-RO-001', { 'process.specification': 'urn:cen.eu:en16931:2017' }],
    ['BR-RO-010', { number: 'ABC' }],
    ['BR-RO-020_1', { type: 'prepayment-invoice' }],
    ['BR-RO-020_1', { typeCode: '326' }],
    ['BR-RO-020_2', { typeCode: '261' }, 'credit-note'],
    ['BR-RO-030', { currency: 'EUR', taxCurrency: none, 'totals.taxAmountInTaxCurrency': none }],
    ['BR-RO-065', { 'seller.vatId': none, 'seller.taxId': none }],
    ['BR-RO-120', { 'buyer.vatId': none, 'buyer.legalId': none }],
    ['BR-RO-081', { 'seller.address.line1': none }],
    ['BR-RO-082', { 'buyer.address.line1': none }],
    ['BR-RO-091', { 'seller.address.city': none }],
    ['BR-RO-092', { 'buyer.address.city': none }],
    ['BR-RO-110', { 'seller.address.subdivision': 'RO-ZZ' }],
    ['BR-RO-110', { 'seller.address.subdivision': none }],
    ['BR-RO-111', { 'buyer.address.subdivision': 'Cluj' }],
    ['BR-RO-100', { 'seller.address.subdivision': 'RO-B', 'seller.address.city': 'Bucuresti' }],
    ['BR-RO-101', { 'buyer.address.subdivision': 'RO-B', 'buyer.address.city': 'SECTOR7' }],
    ['BR-RO-140', { taxRepresentative: representative({ city: 'SECTOR1', subdivision: 'RO-B' }) }],
    ['BR-RO-150', { taxRepresentative: representative({ line1: 'Str. 1', subdivision: 'RO-CJ' }) }],
    ['BR-RO-160', { taxRepresentative: representative({ line1: 'Str. 1', city: 'Cluj', subdivision: 'RO-B' }) }],
    ['BR-RO-170', { taxRepresentative: representative({ line1: 'Str. 1', city: 'Cluj' }) }],
    ['BR-RO-180', { 'delivery.address': { city: 'Cluj', subdivision: 'RO-CJ', country: 'RO' } }],
    ['BR-RO-201', { 'delivery.address': { line1: 'Str. 1', subdivision: 'RO-CJ', country: 'RO' } }],
    ['BR-RO-202', { 'delivery.address': { line1: 'Str. 1', city: 'Cluj', subdivision: 'RO-B', country: 'RO' } }],
    ['BR-RO-211', { 'delivery.address': { line1: 'Str. 1', city: 'Cluj', country: 'RO' } }],
    ['BR-RO-212', { 'delivery.address': { line1: 'Str. 1', city: 'Cluj', subdivision: 'Cluj', country: 'RO' } }],
    ['BR-RO-A020', { notes: Array.from({ length: 21 }, (_, at) => ({ text: `${at}` })) }],
    ...codes,
    ...romanianLengths,
    ...decimals,
    ...dates,
  ],
};
