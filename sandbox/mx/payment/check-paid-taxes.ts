import Big from 'big.js';
import { childrenOf, type XmlElement } from '../../read-xml.ts';
import { amount, total, writtenDecimals } from '../amounts.ts';
import type { Refusal, RefusalName } from '../incidencias.ts';
import { below } from './cadena-pagos.ts';
import { firstOf, refuseIf } from './refuse.ts';

/** ImpuestosP: each tax once, and the sum of the documents' own in the payment's currency. */
export function checkPaidTaxes(pago: XmlElement): Refusal | undefined {
  const withheld = below(pago, 'ImpuestosP', 'RetencionesP', 'RetencionP');
  const transferred = below(pago, 'ImpuestosP', 'TrasladosP', 'TrasladoP');
  const taxesOf = (...path: string[]): PaidTax[] =>
    childrenOf(pago, 'DoctoRelacionado').flatMap((docto) =>
      below(docto, 'ImpuestosDR', ...path).map((tax) => ({ tax, equivalence: amount(docto, 'EquivalenciaDR') })),
    );
  const withheldDr = taxesOf('RetencionesDR', 'RetencionDR');
  const transferredDr = taxesOf('TrasladosDR', 'TrasladoDR');
  return (
    refuseIf(hasTwice(withheld.map(impuestoOf)), 'withheldTwice', 'RetencionP') ??
    refuseIf(hasTwice(transferred.map(kindOf)), 'transferredTwice', 'TrasladoP') ??
    compare(withheld, withheldDr, { attribute: 'Importe', kind: impuestoOf, reason: 'withheldSum' }) ??
    compare(transferred, transferredDr, { attribute: 'Base', kind: kindOf, reason: 'baseSum' }) ??
    compare(transferred, transferredDr, { attribute: 'Importe', kind: kindOf, reason: 'transferredSum' })
  );
}

interface PaidTax {
  readonly tax: XmlElement;
  /** EquivalenciaDR of its document. */
  readonly equivalence: Big;
}

interface Comparison {
  /** `Base` or `Importe`, whose names end in DR and P. */
  readonly attribute: string;
  readonly kind: (tax: XmlElement) => string;
  readonly reason: RefusalName;
}

function compare(
  paid: readonly XmlElement[],
  documents: readonly PaidTax[],
  { attribute, kind, reason }: Comparison,
): Refusal | undefined {
  const kinds = new Set([...paid.map(kind), ...documents.map(({ tax }) => kind(tax))]);
  return firstOf([...kinds], (wanted) => {
    const own = documents.filter(({ tax }) => kind(tax) === wanted);
    const expected = total(own.map(({ tax, equivalence }) => amount(tax, `${attribute}DR`).div(equivalence)));
    const row = paid.find((tax) => kind(tax) === wanted);
    const isIn = isWithin(row, `${attribute}P`, expected, own.length);
    return refuseIf(!isIn, reason, `${wanted}: ${amount(row, `${attribute}P`)}, valor esperado ${expected}`);
  });
}

/** Six decimals are the most that can be written: that much may be lost of each document; the sum may be rounded up. */
function isWithin(row: XmlElement | undefined, attribute: string, expected: Big, documents: number): boolean {
  const written = amount(row, attribute);
  const lost = new Big('0.000001').times(documents);
  const up = row ? expected.round(writtenDecimals(row, attribute), Big.roundUp) : expected;
  return written.gte(expected.minus(lost)) && (written.lte(expected.plus(lost)) || written.lte(up));
}

const either = (tax: XmlElement, name: string): string =>
  tax.attributes.get(`${name}P`) ?? tax.attributes.get(`${name}DR`) ?? '';

const impuestoOf = (tax: XmlElement): string => either(tax, 'Impuesto');

const kindOf = (tax: XmlElement): string =>
  [impuestoOf(tax), either(tax, 'TipoFactor'), Number(either(tax, 'TasaOCuota'))].join(' ');

const hasTwice = (kinds: readonly string[]): boolean => new Set(kinds).size < kinds.length;
