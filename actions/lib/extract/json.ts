import { isLosslessNumber, parse } from 'lossless-json';
import { fail } from '../../../engine/errors.ts';
import type { Look } from './open.ts';

/**
 * Reads JSON without loss: a number stays the text it was written as.
 * @throws JSON_MALFORMED with line:column
 */
export function openJson(bytes: Uint8Array): Look {
  const data = read(bytes);
  return (where, counting) => {
    if (!('pointer' in where)) return [];
    const found = follow(data, where.pointer);
    if (!counting) return texts(found);
    return found === undefined ? [] : [String(Array.isArray(found) ? found.length : 1)];
  };
}

function read(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return fail('JSON_MALFORMED', 'The document is not JSON: it is not UTF-8.');
  }
  try {
    return parse(text);
  } catch (thrown) {
    // A RangeError is the call stack: nested too deep.
    const why = thrown instanceof SyntaxError ? thrown.message : 'it is nested too deep';
    const offset = /\d+$/.exec(why)?.[0];
    const before = text.slice(0, offset === undefined ? 0 : Number(offset)).split('\n');
    const place = offset === undefined ? '' : `${before.length}:${(before.at(-1)?.length ?? 0) + 1}: `;
    return fail('JSON_MALFORMED', `The document is not JSON: ${place}${why}.`);
  }
}

function follow(data: unknown, pointer: readonly string[]): unknown {
  let at = data;
  for (const segment of pointer) {
    if (typeof at !== 'object' || at === null || isLosslessNumber(at) || !Object.hasOwn(at, segment)) return undefined;
    at = Object.getOwnPropertyDescriptor(at, segment)?.value;
  }
  return at;
}

/** A list gives its items; an object is no value. */
function texts(found: unknown): readonly string[] {
  if (Array.isArray(found)) return found.flatMap(texts);
  if (isLosslessNumber(found)) return [found.value];
  if (typeof found === 'string') return [found];
  return typeof found === 'boolean' ? [String(found)] : [];
}
