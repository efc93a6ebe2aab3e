/** One value of ASN.1 DER (X.690): tag byte and content. */
export interface Der {
  readonly tag: number;
  readonly content: Buffer;
}

/** The values that follow each other in some content; throws RangeError where it is torn. */
export function readDer(bytes: Buffer): Der[] {
  const values: Der[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes.readUInt8(at);
    const { start, length } = readLength(bytes, at + 1);
    if (start + length > bytes.length) throw new RangeError('DER value is torn');
    values.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return values;
}

function readLength(bytes: Buffer, at: number): { start: number; length: number } {
  const first = bytes.readUInt8(at);
  if (first < 0x80) return { start: at + 1, length: first };
  const size = first & 0x7f;
  return { start: at + 1 + size, length: bytes.readUIntBE(at + 1, size) };
}

/** An object identifier in dotted form. */
export function readOid(content: Buffer): string {
  const numbers: number[] = [];
  let value = 0;
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(value);
      value = 0;
    }
  }
  const [first = 0, ...rest] = numbers;
  const top = Math.min(Math.floor(first / 40), 2);
  return [top, first - top * 40, ...rest].join('.');
}
