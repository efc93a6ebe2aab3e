import type { X509Certificate } from 'node:crypto';

/**
 * How an authority writes a certificate's serial number: `ascii` reads its bytes as characters (SAT: 20 digits),
 * `decimal` and `hexadecimal` write it as a number.
 */
export const numberForms = ['ascii', 'decimal', 'hexadecimal'] as const;

export type NumberForm = (typeof numberForms)[number];

/** The certificate's number in a form; undefined when the serial number is not made of printable characters (`ascii`). */
export function certificateNumber(certificate: X509Certificate, form: NumberForm = 'ascii'): string | undefined {
  const { serialNumber } = certificate;
  if (form === 'hexadecimal') return serialNumber;
  if (form === 'decimal') return BigInt(`0x${serialNumber}`).toString();
  const text = Buffer.from(serialNumber, 'hex').toString('latin1');
  return /^[\x21-\x7e]+$/.test(text) ? text : undefined;
}
