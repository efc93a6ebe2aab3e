import { isMap, isScalar, isSeq } from 'yaml';

/** A node as plain JSON: null-prototype objects, so that no key can reach a prototype. */
export function dataOf(node: unknown): unknown {
  if (isScalar(node)) return node.value ?? null;
  if (isSeq(node)) return node.items.map(dataOf);
  if (isMap(node)) {
    const data: Record<string, unknown> = Object.create(null);
    for (const { key, value } of node.items) data[isScalar(key) ? String(key.value) : String(key)] = dataOf(value);
    return data;
  }
  return null;
}
