import type { Problem } from '../../../../engine/errors.ts';
import { asText, library as expressions, type Variables } from '../../../../engine/expression.ts';
import { findHalfPair, findNotXml } from '../characters.ts';
import { isJsonNumber } from '../json-number.ts';
import type { Frame, Slot } from '../mapping.ts';
import { escapeAttribute, escapeText, isPlainAttribute, isPlainText } from './escape.ts';

/** What code that writes calls by name, besides what expressions do. Undefined is what somebody else must look at. */
export const library = {
  ...expressions,
  frame,
  joinItems,
  record: (value: unknown): unknown => (typeof value === 'object' && value !== null ? value : undefined),
  word,
  digits: (raw: unknown): string | undefined =>
    typeof raw === 'string' ? (/[eE]/.test(raw) ? undefined : raw) : word(raw),
  codeOf: (codes: ReadonlyMap<string, string>, text: string | undefined): string | undefined =>
    text === '' || text === undefined ? text : codes.get(text),
  known: (text: string | undefined): string => text ?? expressions.undecidable(),
  itemsOf: (value: unknown): readonly unknown[] | undefined => {
    if (Array.isArray(value)) return value;
    return value === undefined || value === null || value === '' ? [] : undefined;
  },
  /** Neither a truth nor absent. */
  isOdd: (value: unknown): boolean => typeof value !== 'boolean' && value !== undefined && value !== null,
  isNumber: isJsonNumber,
  isTruth: (text: string): boolean => text === 'true' || text === 'false',
  attribute: (text: string | undefined): string | undefined =>
    text === undefined || isPlainAttribute(text) ? text : findNotXml(text) < 0 ? escapeAttribute(text) : undefined,
  content: (text: string | undefined): string | undefined =>
    text === undefined || isPlainText(text) ? text : findNotXml(text) < 0 ? escapeText(text) : undefined,
  whole: (text: string | undefined): string | undefined =>
    text === undefined || findHalfPair(text) >= 0 ? undefined : text,
} as const;

function word(raw: unknown): string | undefined {
  if (typeof raw === 'string') return raw;
  return raw === undefined || raw === null ? '' : asText(raw);
}

/** What one place of a mapping has at hand: what was given, and what was named on the way there. */
function frame(
  problems: Problem[],
  variables: Variables,
  given: readonly Slot[],
  own: readonly Slot[],
  values: readonly unknown[],
): Frame {
  const slots: unknown[] = [];
  const named: Record<string, unknown> = { ...variables };
  for (const { name, index } of given) slots[index] = variables[name];
  for (const [at, { name, index }] of own.entries()) {
    slots[index] = values[at];
    if (name !== '') named[name] = values[at];
  }
  return { values: slots, variables: named, problems };
}

/** Characters after which what a loop made is put together. */
const chunk = 1 << 15;

/** What a loop makes of its items, with a separator between; absent ones do not count. */
function joinItems(
  items: readonly unknown[],
  write: (item: unknown, index: number) => string,
  separator: string,
): string {
  let done = '';
  let text = '';
  let between = '';
  for (let at = 0; at < items.length; at++) {
    const made = write(items[at], at);
    if (made === '') continue;
    text += between + made;
    between = separator;
    if (text.length > chunk) {
      done += flat(text);
      text = '';
    }
  }
  return done + text;
}

/**
 * V8 keeps `a + b` as a pair until a character is asked for. A hundred thousand pairs that live until the document is
 * whole cost the garbage collector more than writing does; asked early, they die young.
 */
function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}
