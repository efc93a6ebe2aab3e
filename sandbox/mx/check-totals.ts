import type Big from 'big.js';
import { childOf, childrenOf, type XmlElement } from '../read-xml.ts';
import { amount, decimalsOf, rounded, sum, ZERO } from './amounts.ts';
import { taxes } from './cadena-original.ts';
import type { Refusal, RefusalName } from './incidencias.ts';

/** SAT's validation matrix of CFDI 4.0, the rules on sums. Amounts are exact decimals, rounded half away from zero. */
export function checkTotals(comprobante: XmlElement): Refusal | undefined {
  const conceptos = childrenOf(childOf(comprobante, 'Conceptos'), 'Concepto');
  const decimals = decimalsOf(comprobante.attributes.get('Moneda') ?? 'MXN');
  const subTotal = amount(comprobante, 'SubTotal');
  const descuento = amount(comprobante, 'Descuento');
  const isPaid = ['I', 'E', 'N'].includes(comprobante.attributes.get('TipoDeComprobante') ?? '');
  const impuestos = childOf(comprobante, 'Impuestos');
  const trasladados = amount(impuestos, 'TotalImpuestosTrasladados');
  const retenidos = amount(impuestos, 'TotalImpuestosRetenidos');
  const rows: [RefusalName, Big, Big][] = [
    isPaid ? ['subTotal', subTotal, rounded(sum(conceptos, 'Importe'), decimals)] : ['subTotalZero', subTotal, ZERO],
    ['discount', descuento, rounded(sum(conceptos, 'Descuento'), decimals)],
    ['withheld', retenidos, sum(taxes(impuestos, 'Retenciones', 'Retencion'), 'Importe')],
    ['transferred', trasladados, sum(taxes(impuestos, 'Traslados', 'Traslado'), 'Importe')],
    ['total', amount(comprobante, 'Total'), subTotal.minus(descuento).plus(trasladados).minus(retenidos)],
  ];
  return firstWrong(rows);
}

/** The first amount that is not as expected. */
export function firstWrong(rows: readonly (readonly [RefusalName, Big, Big])[]): Refusal | undefined {
  const wrong = rows.find(([, written, expected]) => !written.eq(expected));
  return wrong && { reason: wrong[0], detail: `valor ${wrong[1]}, valor esperado ${wrong[2]}` };
}
