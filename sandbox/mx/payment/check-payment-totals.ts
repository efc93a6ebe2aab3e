import type Big from 'big.js';
import { childOf, childrenOf, type XmlElement } from '../../read-xml.ts';
import { amount, rounded, total } from '../amounts.ts';
import { firstWrong } from '../check-totals.ts';
import type { Refusal, RefusalName } from '../incidencias.ts';
import { below } from './cadena-pagos.ts';

const ISR = '001';
const IVA = '002';
const IEPS = '003';

const WITHHELD: readonly (readonly [RefusalName, string, string])[] = [
  ['totalWithheldIva', 'TotalRetencionesIVA', IVA],
  ['totalWithheldIsr', 'TotalRetencionesISR', ISR],
  ['totalWithheldIeps', 'TotalRetencionesIEPS', IEPS],
];
const TRANSFERRED: readonly (readonly [RefusalName, string, 'BaseP' | 'ImporteP', string, string])[] = [
  ['totalBaseIva16', 'TotalTrasladosBaseIVA16', 'BaseP', 'Tasa', '0.16'],
  ['totalIva16', 'TotalTrasladosImpuestoIVA16', 'ImporteP', 'Tasa', '0.16'],
  ['totalBaseIva8', 'TotalTrasladosBaseIVA8', 'BaseP', 'Tasa', '0.08'],
  ['totalIva8', 'TotalTrasladosImpuestoIVA8', 'ImporteP', 'Tasa', '0.08'],
  ['totalBaseIva0', 'TotalTrasladosBaseIVA0', 'BaseP', 'Tasa', '0'],
  ['totalIva0', 'TotalTrasladosImpuestoIVA0', 'ImporteP', 'Tasa', '0'],
  ['totalBaseExempt', 'TotalTrasladosBaseIVAExento', 'BaseP', 'Exento', '0'],
];

/** Totales, in pesos: the payments' amounts times TipoCambioP, added up, rounded to cents. One left out stands for zero. */
export function checkPaymentTotals(pagos: XmlElement): Refusal | undefined {
  const totales = childOf(pagos, 'Totales');
  const payments = childrenOf(pagos, 'Pago');
  const inPesos = (amountOf: (pago: XmlElement) => Big): Big =>
    rounded(total(payments.map((pago) => amountOf(pago).times(amount(pago, 'TipoCambioP')))), 2);
  const withheld = WITHHELD.map(([reason, attribute, impuesto]) => {
    const expected = inPesos((pago) =>
      sumOf(below(pago, 'ImpuestosP', 'RetencionesP', 'RetencionP'), 'ImporteP', (tax) => isOf(tax, impuesto)),
    );
    return [reason, amount(totales, attribute), expected] as const;
  });
  const transferred = TRANSFERRED.map(([reason, attribute, summed, factor, rate]) => {
    const expected = inPesos((pago) =>
      sumOf(
        below(pago, 'ImpuestosP', 'TrasladosP', 'TrasladoP'),
        summed,
        (tax) => isOf(tax, IVA) && tax.attributes.get('TipoFactorP') === factor && amount(tax, 'TasaOCuotaP').eq(rate),
      ),
    );
    return [reason, amount(totales, attribute), expected] as const;
  });
  const paid = [['totalPaid', amount(totales, 'MontoTotalPagos'), inPesos((pago) => amount(pago, 'Monto'))] as const];
  return firstWrong([...withheld, ...transferred, ...paid]);
}

const isOf = (tax: XmlElement, impuesto: string): boolean => tax.attributes.get('ImpuestoP') === impuesto;

const sumOf = (taxes: readonly XmlElement[], attribute: string, isMeant: (tax: XmlElement) => boolean): Big =>
  total(taxes.filter(isMeant).map((tax) => amount(tax, attribute)));
