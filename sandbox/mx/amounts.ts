import Big from 'big.js';
import { NotXml, type XmlElement } from '../read-xml.ts';

export const ZERO = new Big(0);

/**
 * An amount as an exact decimal; zero when it is not written.
 *
 * @throws NotXml when it is written but is no amount, which the XSD would have refused
 */
export function amount(element: XmlElement | undefined, attribute: string): Big {
  const written = element?.attributes.get(attribute)?.trim() ?? '0';
  if (!/^\d+(\.\d+)?$/.test(written)) throw new NotXml(`${attribute} "${written}" no es un importe`);
  return new Big(written);
}

export const sum = (elements: readonly XmlElement[], attribute: string): Big =>
  total(elements.map((element) => amount(element, attribute)));

export const total = (amounts: readonly Big[]): Big => amounts.reduce((left, right) => left.plus(right), ZERO);

/** How many decimals are written. */
export const writtenDecimals = (element: XmlElement, attribute: string): number =>
  element.attributes.get(attribute)?.trim().split('.')[1]?.length ?? 0;

/** Half away from zero, as SAT's matrices round. */
export const rounded = (value: Big, decimals: number): Big => value.round(decimals, Big.roundHalfUp);

export const decimalsOf = (currency: string): number => DECIMALS[currency] ?? 2;

const none = [
  ...['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF'],
  ...['XPF', 'XXX'],
];
const three = ['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'];

/** ISO 4217's minor units where they are not two, as c_Moneda has them (XXX: no currency). */
const DECIMALS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(none.map((currency) => [currency, 0])),
  ...Object.fromEntries(three.map((currency) => [currency, 3])),
  CLF: 4,
};
