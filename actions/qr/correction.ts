/**
 * So many Reed-Solomon codewords for a block of data (ISO/IEC 18004, 7.5.2): what its polynomial leaves when it is divided by the
 * generator's, over the field of 256 elements. Four coefficients of what is left stand in one number, the highest first: so it takes
 * a quarter of the time.
 */
export function correctionOf(data: Uint8Array, length: number): Uint8Array {
  const products = productsOf(length);
  const words = wordsFor(length);
  const rest = new Int32Array(words);
  for (let at = 0; at < data.length; at++) {
    const product = (((rest[0] ?? 0) >>> 24) ^ (data[at] ?? 0)) * words;
    for (let word = 0; word < words; word++) {
      const next = word + 1 < words ? (rest[word + 1] ?? 0) >>> 24 : 0;
      rest[word] = (((rest[word] ?? 0) << 8) | next) ^ (products[product + word] ?? 0);
    }
  }
  const correction = new Uint8Array(length);
  for (let at = 0; at < length; at++) correction[at] = (rest[at >>> 2] ?? 0) >>> shiftOf(at);
  return correction;
}

const wordsFor = (length: number): number => (length + 3) >>> 2;

const shiftOf = (at: number): number => 24 - 8 * (at & 3);

const kept: Int32Array[] = [];

/** The generator times each element of the field. */
function productsOf(length: number): Int32Array {
  const known = kept[length];
  if (known !== undefined) return known;
  const generator = generatorOf(length);
  const words = wordsFor(length);
  const products = new Int32Array(256 * words);
  for (let factor = 0; factor < 256; factor++) {
    for (const [at, coefficient] of generator.entries()) {
      const word = factor * words + (at >>> 2);
      products[word] = (products[word] ?? 0) | (product(coefficient, factor) << shiftOf(at));
    }
  }
  kept[length] = products;
  return products;
}

/** (x - 1)(x - 2)(x - 4)…, the highest power first, without its coefficient, which is 1. */
function generatorOf(length: number): number[] {
  let generator = [1];
  for (let factor = 0, root = 1; factor < length; factor++, root = product(root, 2)) {
    const shifted = [...generator, 0];
    generator = shifted.map((coefficient, at) => coefficient ^ product(generator[at - 1] ?? 0, root));
  }
  return generator.slice(1);
}

/** In the field, whose polynomial is x^8 + x^4 + x^3 + x^2 + 1. */
function product(one: number, other: number): number {
  let sum = 0;
  for (let bit = 7; bit >= 0; bit--) {
    sum = (sum << 1) ^ (sum & 0x80 ? 0x11d : 0);
    if ((other >>> bit) & 1) sum ^= one;
  }
  return sum;
}
