import { createHash, randomBytes } from 'node:crypto';

/**
 * EMSA-PSS-ENCODE with MGF1 over the same hash (RFC 8017, 9.1.1 and B.2.1): node signs with PSS only what it hashes itself.
 *
 * @param modulusBits length of the key's modulus
 * @returns as many bytes as the modulus has
 */
export function encodePss(digest: Uint8Array, hash: string, saltLength: number, modulusBits: number): Buffer {
  const length = Math.ceil((modulusBits - 1) / 8);
  const databaseLength = length - digest.length - 1;
  if (databaseLength < saltLength + 2) throw new RangeError('the key is too short for this digest and salt');
  const salt = randomBytes(saltLength);
  const seed = createHash(hash).update(Buffer.alloc(8)).update(digest).update(salt).digest();
  const padding = Buffer.alloc(databaseLength - saltLength - 1);
  const database = Buffer.concat([padding, Buffer.of(1), salt]);
  const masked = Buffer.from(xor(database, mask(seed, database.length, hash)));
  masked[0] = (masked[0] ?? 0) & (0xff >> (8 * length - (modulusBits - 1)));
  const encoded = Buffer.concat([masked, seed, Buffer.of(0xbc)]);
  return Buffer.concat([Buffer.alloc(Math.ceil(modulusBits / 8) - length), encoded]);
}

const xor = (left: Uint8Array, right: Uint8Array): Uint8Array => left.map((byte, index) => byte ^ (right[index] ?? 0));

function mask(seed: Uint8Array, length: number, hash: string): Buffer {
  const blocks: Buffer[] = [];
  for (let counter = 0, made = 0; made < length; counter++) {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(counter);
    const block = createHash(hash).update(seed).update(number).digest();
    blocks.push(block);
    made += block.length;
  }
  return Buffer.concat(blocks).subarray(0, length);
}
