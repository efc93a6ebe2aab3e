/**
 * An ECDSA signature as DER (RFC 3279, 2.2.3: SEQUENCE of two INTEGERs) from r and s one behind the other (IEEE P1363).
 */
export function derOfP1363(signature: Uint8Array): Uint8Array {
  const half = signature.length / 2;
  const body = Buffer.concat([integer(signature.subarray(0, half)), integer(signature.subarray(half))]);
  return Buffer.concat([Buffer.of(0x30, ...lengthOf(body.length)), body]);
}

function integer(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const value = bytes.subarray(start);
  // A leading one bit would make it negative.
  const sign = (value[0] ?? 0) & 0x80 ? [0] : [];
  return Buffer.of(0x02, ...lengthOf(value.length + sign.length), ...sign, ...value);
}

/** Signatures have less than 256 bytes. */
const lengthOf = (length: number): number[] => (length < 0x80 ? [length] : [0x81, length]);
