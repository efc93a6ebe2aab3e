import Big from 'big.js';
import { childOf, childrenOf, type XmlElement } from '../../read-xml.ts';
import { amount, decimalsOf, total, writtenDecimals } from '../amounts.ts';
import type { Refusal, RefusalName } from '../incidencias.ts';
import { below } from './cadena-pagos.ts';
import { checkPaidTaxes } from './check-paid-taxes.ts';
import { firstOf, refuseIf } from './refuse.ts';

/** One Pago: its own attributes, its documents, and that they are not paid more than was received. */
export function checkPago(pago: XmlElement): Refusal | undefined {
  const currency = pago.attributes.get('MonedaP') ?? '';
  const rate = pago.attributes.get('TipoCambioP');
  const documents = childrenOf(pago, 'DoctoRelacionado');
  return (
    refuseIf(pago.attributes.get('FormaDePagoP') === '99', 'formToDefine', '99') ??
    refuseIf(currency === 'XXX', 'paidCurrency', currency) ??
    refuseIf(rate === undefined, 'paidRateMissing', currency) ??
    refuseIf(currency === 'MXN' && rate !== '1', 'paidRateOfPesos', `${rate}`) ??
    refuseIf(amount(pago, 'Monto').eq(0), 'montoZero', '0') ??
    checkDecimals(pago, 'Monto', currency, 'montoDecimals') ??
    firstOf(documents, (docto) => checkDocto(docto, currency)) ??
    checkSum(pago, documents) ??
    checkPaidTaxes(pago)
  );
}

function checkDocto(docto: XmlElement, paidIn: string): Refusal | undefined {
  const currency = docto.attributes.get('MonedaDR') ?? '';
  const equivalence = docto.attributes.get('EquivalenciaDR');
  const before = amount(docto, 'ImpSaldoAnt');
  const paid = amount(docto, 'ImpPagado');
  const taxed = docto.attributes.get('ObjetoImpDR') === '02';
  return (
    refuseIf(currency === 'XXX', 'documentCurrency', currency) ??
    refuseIf(equivalence === undefined, 'equivalenceMissing', currency) ??
    refuseIf(currency === paidIn && equivalence !== '1', 'equivalenceOfSame', `${equivalence}`) ??
    refuseIf(before.eq(0), 'balanceBeforeZero', '0') ??
    checkDecimals(docto, 'ImpSaldoAnt', currency, 'balanceBeforeDecimals') ??
    refuseIf(paid.eq(0), 'paidZero', '0') ??
    checkDecimals(docto, 'ImpPagado', currency, 'paidDecimals') ??
    checkDecimals(docto, 'ImpSaldoInsoluto', currency, 'balanceAfterDecimals') ??
    refuseIf(!amount(docto, 'ImpSaldoInsoluto').eq(before.minus(paid)), 'balanceAfter', `${before} - ${paid}`) ??
    refuseIf(taxed && !childOf(docto, 'ImpuestosDR'), 'documentTaxesMissing', 'ObjetoImpDR 02') ??
    firstOf(childrenOf(docto, 'ImpuestosDR'), ({ children }) =>
      refuseIf(children.length === 0, 'documentTaxesEmpty', 'ImpuestosDR'),
    ) ??
    firstOf(below(docto, 'ImpuestosDR', 'RetencionesDR', 'RetencionDR'), (tax) =>
      checkTax(tax, 'withheldBaseZero', 'withheldAmount'),
    ) ??
    firstOf(below(docto, 'ImpuestosDR', 'TrasladosDR', 'TrasladoDR'), (tax) =>
      checkTax(tax, 'transferredBaseZero', 'transferredAmount'),
    )
  );
}

function checkTax(tax: XmlElement, baseZero: RefusalName, outside: RefusalName): Refusal | undefined {
  const base = amount(tax, 'BaseDR');
  if (base.eq(0)) return { reason: baseZero, detail: '0' };
  if (tax.attributes.get('TipoFactorDR') === 'Exento') {
    const hasRate = tax.attributes.has('TasaOCuotaDR') || tax.attributes.has('ImporteDR');
    return refuseIf(hasRate, 'exemptWithRate', 'Exento');
  }
  // The base was rounded to its decimals: the tax lies between those of the least and the greatest base it can have been.
  const half = new Big(10).pow(-writtenDecimals(tax, 'BaseDR')).div(2);
  const rate = amount(tax, 'TasaOCuotaDR');
  const decimals = writtenDecimals(tax, 'ImporteDR');
  const least = base.minus(half).times(rate).round(decimals, Big.roundDown);
  const most = base.plus(half).times(rate).round(decimals, Big.roundUp);
  const written = amount(tax, 'ImporteDR');
  return refuseIf(written.lt(least) || written.gt(most), outside, `${written}, límites ${least} y ${most}`);
}

/**
 * ImpPagado, in the payment's currency, adds up to no more than Monto: compared with the least that the written decimals
 * of ImpPagado and EquivalenciaDR can stand for.
 */
function checkSum(pago: XmlElement, documents: readonly XmlElement[]): Refusal | undefined {
  const halfUnit = (docto: XmlElement, attribute: string): Big =>
    new Big(10).pow(-writtenDecimals(docto, attribute)).div(2);
  const least = documents.map((docto) => {
    const paid = amount(docto, 'ImpPagado');
    const isSame = docto.attributes.get('EquivalenciaDR') === '1';
    if (isSame) return paid;
    const most = amount(docto, 'EquivalenciaDR').plus(halfUnit(docto, 'EquivalenciaDR'));
    return paid.minus(halfUnit(docto, 'ImpPagado')).div(most);
  });
  const monto = amount(pago, 'Monto');
  return refuseIf(total(least).gt(monto), 'paidMoreThanMonto', `${total(least)} > ${monto}`);
}

const checkDecimals = (
  element: XmlElement,
  attribute: string,
  currency: string,
  reason: RefusalName,
): Refusal | undefined =>
  refuseIf(writtenDecimals(element, attribute) > decimalsOf(currency), reason, `${amount(element, attribute)}`);
