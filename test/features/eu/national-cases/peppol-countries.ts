import { type NationalCase, none } from './case.ts';
import { german } from './de.ts';
import { vanDijk } from './nl.ts';

/** Seller and buyer are of one country. */
const within = (country: string) => ({ 'seller.address.country': country, 'buyer.address.country': country });

const inDenmark = within('DK');
const inGermany = within('DE');
const inIceland = within('IS');
const inNetherlands = within('NL');

/** What Peppol asks of the invoices of some countries besides. */
export const countries: readonly NationalCase[] = [
  ...german.map(
    ([rule, changes]): NationalCase => [`DE-R-${String(rule).padStart(3, '0')}`, { ...inGermany, ...changes }],
  ),
  ['DE-R-005', { ...inGermany, 'seller.contact': { telephone: '+49 1', email: 'a@b.example' } }],
  ['DE-R-006', { ...inGermany, 'seller.contact': { name: 'A', email: 'a@b.example' } }],
  ['DE-R-007', { ...inGermany, 'seller.contact': { name: 'A', telephone: '+49 1' } }],
  ['DE-R-010', { ...inGermany, 'delivery.address': { postCode: '1', country: 'DE' } }],
  ['DE-R-011', { ...inGermany, 'delivery.address': { city: 'A', country: 'DE' } }],
  ['DE-R-015', { ...inGermany, buyerReference: none, purchaseOrderReference: 'P' }],
  ['DE-R-023-1', { ...inGermany, payment: { meansCode: '58' } }],
  ['DE-R-024-1', { ...inGermany, payment: { meansCode: '48' } }],
  ['DE-R-025-1', { ...inGermany, payment: { meansCode: '59' } }],
  ['NL-R-001', { 'seller.address.country': 'NL', precedingInvoices: none }, 'credit-note'],
  ['NL-R-002', { 'seller.address.country': 'NL', 'seller.address.line1': none }],
  ['NL-R-003', { 'seller.address.country': 'NL', 'seller.legalId': { id: '7', scheme: '0002' } }],
  ['NL-R-004', { ...inNetherlands, 'buyer.address.city': none }],
  ['NL-R-005', { ...inNetherlands, 'buyer.legalId': { id: '7', scheme: '0002' } }],
  ['NL-R-006', { ...inNetherlands, taxRepresentative: vanDijk }],
  ['NL-R-007', { ...inNetherlands, payment: none }],
  ['NL-R-008', { ...inNetherlands, 'payment.meansCode': '10' }],
  [
    'NL-R-009',
    { ...inNetherlands, purchaseOrderReference: none, salesOrderReference: none, 'lines.0.orderLineReference': '1' },
  ],
  ['IT-R-002', { 'seller.vatId': 'IT02188520544', 'seller.address.line1': none }],
  ['IT-R-003', { 'seller.vatId': 'IT02188520544', 'seller.address.city': none }],
  ['IT-R-004', { 'seller.vatId': 'IT02188520544', 'seller.address.postCode': none }],
  ['SE-R-001', { 'seller.address.country': 'SE', 'seller.vatId': 'SE12' }],
  ['SE-R-003', { 'seller.address.country': 'SE', 'seller.legalId': { id: '556677-889' } }],
  ['SE-R-004', { 'seller.address.country': 'SE', 'seller.legalId': { id: '55667788' } }],
  ['SE-R-006', { 'seller.address.country': 'SE', 'seller.vatId': 'SE556677889901' }],
  ['NO-R-001', { 'seller.address.country': 'NO', 'seller.vatId': 'NO974760673' }],
  ['DK-R-002', { 'seller.address.country': 'DK', 'seller.legalId': none }],
  ['DK-R-014', { 'seller.address.country': 'DK', 'seller.legalId': { id: '12345678', scheme: '0198' } }],
  ['DK-R-005', { ...inDenmark, 'payment.meansCode': '30' }],
  ['DK-R-017', { ...inDenmark, 'buyer.legalId': { id: '12345678', scheme: '0198' } }],
  ['IS-R-002', { 'seller.address.country': 'IS', 'seller.legalId': none }],
  ['IS-R-003', { 'seller.address.country': 'IS', 'seller.address.postCode': none }],
  ['IS-R-004', { ...inIceland, 'buyer.legalId': none }],
  ['IS-R-005', { ...inIceland, 'buyer.address.line1': none }],
];
