import forge from 'node-forge';

const { asn1 } = forge;

export type Asn1 = forge.asn1.Asn1;

const { UNIVERSAL, CONTEXT_SPECIFIC } = asn1.Class;

export const toDer = (value: Asn1): Buffer => Buffer.from(asn1.toDer(value).getBytes(), 'binary');

export const fromDer = (der: Buffer): Asn1 => asn1.fromDer(der.toString('binary'));

export const sequence = (...members: Asn1[]): Asn1 => asn1.create(UNIVERSAL, asn1.Type.SEQUENCE, true, members);

export const set = (...members: Asn1[]): Asn1 => asn1.create(UNIVERSAL, asn1.Type.SET, true, members);

export const oid = (dotted: string): Asn1 =>
  asn1.create(UNIVERSAL, asn1.Type.OID, false, asn1.oidToDer(dotted).getBytes());

export const integer = (hex: string): Asn1 =>
  asn1.create(UNIVERSAL, asn1.Type.INTEGER, false, forge.util.hexToBytes(hex.length % 2 ? `0${hex}` : hex));

export const nothing = (): Asn1 => asn1.create(UNIVERSAL, asn1.Type.NULL, false, '');

export const boolean = (value: boolean): Asn1 =>
  asn1.create(UNIVERSAL, asn1.Type.BOOLEAN, false, value ? '\u00ff' : '\u0000');

export const octets = (bytes: Buffer): Asn1 =>
  asn1.create(UNIVERSAL, asn1.Type.OCTETSTRING, false, bytes.toString('binary'));

/** A BIT STRING; `unused` is the number of unused bits in its last byte. */
export const bits = (bytes: Buffer, unused = 0): Asn1 =>
  asn1.create(UNIVERSAL, asn1.Type.BITSTRING, false, String.fromCharCode(unused) + bytes.toString('binary'));

/** PrintableString where the letters allow it, else UTF8String (RFC 5280, 4.1.2.4). */
export function text(value: string): Asn1 {
  return /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(value)
    ? asn1.create(UNIVERSAL, asn1.Type.PRINTABLESTRING, false, value)
    : asn1.create(UNIVERSAL, asn1.Type.UTF8, false, forge.util.encodeUtf8(value));
}

/** UTCTime until 2049, GeneralizedTime from 2050 (RFC 5280, 4.1.2.5). */
export function time(date: Date): Asn1 {
  return date.getUTCFullYear() < 2050
    ? asn1.create(UNIVERSAL, asn1.Type.UTCTIME, false, asn1.dateToUtcTime(date))
    : asn1.create(UNIVERSAL, asn1.Type.GENERALIZEDTIME, false, asn1.dateToGeneralizedTime(date));
}

/** Explicit tag `[number]` around a value. */
export const tagged = (number: number, value: Asn1): Asn1 => asn1.create(CONTEXT_SPECIFIC, number, true, [value]);

/** Implicit primitive tag `[number]` over bytes. */
export const taggedBytes = (number: number, bytes: Buffer): Asn1 =>
  asn1.create(CONTEXT_SPECIFIC, number, false, bytes.toString('binary'));
