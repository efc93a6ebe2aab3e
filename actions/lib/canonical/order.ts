const SURROGATE = /[\uD800-\uDFFF]/;

/** Canonical XML 1.0, 2.2: lexicographic by UCS character code, which is not the order of UTF-16 beyond the first plane. */
export function byCodePoint(a: string, b: string): number {
  if (a === b) return 0;
  if (SURROGATE.test(a) || SURROGATE.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : 1;
}
