import { childOf, childrenOf, type XmlElement } from '../../read-xml.ts';
import { amount } from '../amounts.ts';
import type { Refusal, RefusalName } from '../incidencias.ts';
import { PAGOS_NAMESPACE } from './cadena-pagos.ts';
import { checkPago } from './check-pago.ts';
import { checkPaymentTotals } from './check-payment-totals.ts';
import { firstOf } from './refuse.ts';

/** SAT's validation matrix of Pagos 2.0 for a document of type P; any other must not have the complement. */
export function checkPayment(comprobante: XmlElement): Refusal | undefined {
  const complements = childrenOf(comprobante, 'Complemento').flatMap(({ children }) => children);
  const pagos = complements.find(({ namespace }) => namespace === PAGOS_NAMESPACE);
  const tipo = comprobante.attributes.get('TipoDeComprobante');
  if (tipo !== 'P') return pagos && { reason: 'paymentType', detail: `TipoDeComprobante ${tipo}` };
  const payments = childrenOf(pagos, 'Pago');
  const isWhole = payments.length > 0 && payments.every((pago) => childOf(pago, 'DoctoRelacionado'));
  if (!pagos || !isWhole) return { reason: 'paymentMissing', detail: `${payments.length} Pago` };
  return checkHead(comprobante) ?? firstOf(payments, checkPago) ?? checkPaymentTotals(pagos);
}

/** What of a document of type P is always the same. An attribute that must be `undefined` must not be there. */
const HEAD: readonly (readonly [RefusalName, string, string | undefined])[] = [
  ['paymentExport', 'Exportacion', '01'],
  ['paymentCurrency', 'Moneda', 'XXX'],
  ['paymentForm', 'FormaPago', undefined],
  ['paymentMethod', 'MetodoPago', undefined],
  ['paymentConditions', 'CondicionesDePago', undefined],
  ['paymentDiscount', 'Descuento', undefined],
  ['paymentRate', 'TipoCambio', undefined],
];
const CONCEPT: typeof HEAD = [
  ['paymentProduct', 'ClaveProdServ', '84111506'],
  ['paymentQuantity', 'Cantidad', '1'],
  ['paymentUnit', 'ClaveUnidad', 'ACT'],
  ['paymentDescription', 'Descripcion', 'Pago'],
  ['paymentTaxObject', 'ObjetoImp', '01'],
];

function checkHead(comprobante: XmlElement): Refusal | undefined {
  const conceptos = childrenOf(childOf(comprobante, 'Conceptos'), 'Concepto');
  const [concepto] = conceptos;
  if (conceptos.length !== 1 || !concepto) return { reason: 'paymentConcepts', detail: `${conceptos.length}` };
  return (
    fixed(comprobante, HEAD) ??
    zero(comprobante, 'SubTotal', 'paymentSubTotal') ??
    zero(comprobante, 'Total', 'paymentTotal') ??
    fixed(concepto, CONCEPT) ??
    zero(concepto, 'ValorUnitario', 'paymentPrice') ??
    zero(concepto, 'Importe', 'paymentAmount') ??
    (childOf(comprobante, 'Impuestos') && { reason: 'paymentTaxes', detail: 'cfdi:Impuestos' })
  );
}

function fixed(element: XmlElement, rows: typeof HEAD): Refusal | undefined {
  const wrong = rows.find(([, attribute, wanted]) => element.attributes.get(attribute) !== wanted);
  return wrong && { reason: wrong[0], detail: `${wrong[1]} ${element.attributes.get(wrong[1])}` };
}

const zero = (element: XmlElement, attribute: string, reason: RefusalName): Refusal | undefined =>
  amount(element, attribute).eq(0) ? undefined : { reason, detail: `${attribute} ${amount(element, attribute)}` };
