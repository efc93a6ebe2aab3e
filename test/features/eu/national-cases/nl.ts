import { type National, none } from './case.ts';
import { codes } from './en16931.ts';

/** A tax representative without a street. */
export const vanDijk = { name: 'Van Dijk', vatId: 'NL123456789B01', address: { city: 'Delft', country: 'NL' } };

/** What breaks the rules of NLCIUS, by their ids. */
export const nlcius: National = {
  artefact: 'SI-UBL-2.0.3.13.sch',
  own: /^BR-NL/,
  cases: [
    ['BR-NL-1', { 'seller.legalId': none }],
    ['BR-NL-2', { buyerReference: none, purchaseOrderReference: none }],
    ['BR-NL-3', { 'seller.address.city': none }],
    ['BR-NL-4', { 'buyer.address.postCode': none }],
    ['BR-NL-5', { taxRepresentative: vanDijk }],
    ['BR-NL-7', { type: 'prepayment-invoice' }],
    ['BR-NL-7', { typeCode: '326' }],
    ['BR-NL-8', { typeCode: '381' }],
    ['BR-NL-8', { typeCode: '380' }, 'credit-note'],
    ['BR-NL-9', { type: 'corrective-invoice', precedingInvoices: none }],
    ['BR-NL-10', { 'buyer.legalId.scheme': '0002' }],
    ['BR-NL-11', { payment: none }],
    ['BR-NL-12', { 'payment.meansCode': '10' }],
    ['BR-NL-13', { purchaseOrderReference: none, salesOrderReference: none, 'lines.0.orderLineReference': '1' }],
    ...codes,
  ],
};
