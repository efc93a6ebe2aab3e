import Big from 'big.js';
import { taxes } from './cadena-original.ts';
import type { Refusal, RefusalName } from './incidencias.ts';
import { childOf, childrenOf, NotXml, type XmlElement } from './read-xml.ts';

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
    isPaid
      ? ['subTotal', subTotal, sum(conceptos, 'Importe').round(decimals, Big.roundHalfUp)]
      : ['subTotalZero', subTotal, new Big(0)],
    ['discount', descuento, sum(conceptos, 'Descuento').round(decimals, Big.roundHalfUp)],
    ['withheld', retenidos, sum(taxes(impuestos, 'Retenciones', 'Retencion'), 'Importe')],
    ['transferred', trasladados, sum(taxes(impuestos, 'Traslados', 'Traslado'), 'Importe')],
    ['total', amount(comprobante, 'Total'), subTotal.minus(descuento).plus(trasladados).minus(retenidos)],
  ];
  const wrong = rows.find(([, written, expected]) => !written.eq(expected));
  return wrong && { reason: wrong[0], detail: `valor ${wrong[1]}, valor esperado ${wrong[2]}` };
}

const sum = (elements: readonly XmlElement[], attribute: string): Big =>
  elements.reduce((total, element) => total.plus(amount(element, attribute)), new Big(0));

/** @throws NotXml when it is written but is no amount, which the XSD would have refused */
function amount(element: XmlElement | undefined, attribute: string): Big {
  const written = element?.attributes.get(attribute)?.trim() ?? '0';
  if (!/^\d+(\.\d+)?$/.test(written)) throw new NotXml(`${attribute} "${written}" no es un importe`);
  return new Big(written);
}

/** ISO 4217's minor units where they are not two, as c_Moneda has them (XXX: no currency). */
const DECIMALS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((currency) => [currency, 3])),
  ...Object.fromEntries(
    [
      'BIF',
      'CLP',
      'DJF',
      'GNF',
      'ISK',
      'JPY',
      'KMF',
      'KRW',
      'PYG',
      'RWF',
      'UGX',
      'UYI',
      'VND',
      'VUV',
      'XAF',
      'XOF',
    ].map((currency) => [currency, 0]),
  ),
  XPF: 0,
  XXX: 0,
  CLF: 4,
};

const decimalsOf = (currency: string): number => DECIMALS[currency] ?? 2;
