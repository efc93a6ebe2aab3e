import { codepointOrder } from '../compare.ts';
import { Decimal } from '../decimal.ts';
import { DynamicError } from '../error.ts';
import { regex } from '../regex/index.ts';
import { round } from '../rounding.ts';

/** Functions on strings. An absent argument is the empty sequence. Positions and lengths count characters, not UTF-16 units. */

const surrogate = /[\ud800-\udfff]/;

export function stringLength(text = ''): number {
  return surrogate.test(text) ? [...text].length : text.length;
}

export function normalizeSpace(text = ''): string {
  if (isNormal(text)) return text;
  return text.replace(/[ \t\n\r]+/g, ' ').replace(/^ | $/g, '');
}

/** Whether blanks stand between words only, one each. */
function isNormal(text: string): boolean {
  let before = 32;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code <= 32 && (code !== 32 || before === 32)) return false;
    before = code;
  }
  return before !== 32 || text === '';
}

export function substring(text: string | undefined, start: number, length?: number): string {
  if (text === undefined) return '';
  const from = round(start);
  const to = length === undefined ? Number.POSITIVE_INFINITY : from + round(length);
  if (Number.isNaN(from) || Number.isNaN(to)) return '';
  const first = Math.max(from, 1) - 1;
  const last = Math.max(to - 1, first);
  return surrogate.test(text) ? [...text].slice(first, last).join('') : text.slice(first, last);
}

export function contains(text = '', part = ''): boolean {
  return text.includes(part);
}

export function startsWith(text = '', part = ''): boolean {
  return text.startsWith(part);
}

export function endsWith(text = '', part = ''): boolean {
  return text.endsWith(part);
}

export function substringBefore(text = '', part = ''): string {
  const at = text.indexOf(part);
  return at < 0 ? '' : text.slice(0, at);
}

export function substringAfter(text = '', part = ''): string {
  const at = text.indexOf(part);
  return at < 0 ? '' : text.slice(at + part.length);
}

export function upperCase(text = ''): string {
  return text.toUpperCase();
}

export function lowerCase(text = ''): string {
  return text.toLowerCase();
}

export function translate(text: string | undefined, from: string, to: string): string {
  if (text === undefined) return '';
  const replacements = [...to];
  const table = new Map<string, string>();
  [...from].forEach((character, at) => {
    if (!table.has(character)) table.set(character, replacements[at] ?? '');
  });
  let result = '';
  for (const character of text) result += table.get(character) ?? character;
  return result;
}

export function matches(text: string | undefined, pattern: string, flags = ''): boolean {
  return regex(pattern, flags).test(text ?? '');
}

export function replace(text: string | undefined, pattern: string, replacement: string, flags = ''): string {
  return regex(pattern, flags).replace(text ?? '', replacement);
}

export function tokenize(text: string | undefined, pattern?: string, flags = ''): string[] {
  if (text === undefined || text === '') return [];
  if (pattern === undefined) {
    const normal = normalizeSpace(text);
    return normal === '' ? [] : normal.split(' ');
  }
  return regex(pattern, flags).split(text);
}

export function stringToCodepoints(text = ''): number[] {
  const codes: number[] = [];
  for (const character of text) codes.push(character.codePointAt(0) ?? 0);
  return codes;
}

export function codepointsToString(codes: readonly number[]): string {
  for (const code of codes) {
    const isCharacter =
      (code >= 0x20 && code <= 0xd7ff) ||
      code === 9 ||
      code === 10 ||
      code === 13 ||
      (code >= 0xe000 && code <= 0x10ffff);
    if (!isCharacter || code === 0xfffe || code === 0xffff)
      throw new DynamicError('FOCH0001', `${code} is no character of XML`);
  }
  return codes.map((code) => String.fromCodePoint(code)).join('');
}

/** fn:compare with the code point collation. */
export function compare(a: string | undefined, b: string | undefined): Decimal | undefined {
  if (a === undefined || b === undefined) return undefined;
  return new Decimal(Math.sign(codepointOrder(a, b)), 0, true);
}

export function codepointEqual(a: string | undefined, b: string | undefined): boolean | undefined {
  return a === undefined || b === undefined ? undefined : a === b;
}

export function normalizeUnicode(text = '', form = 'NFC'): string {
  const name = form.trim().toUpperCase();
  if (name === '') return text;
  if (name === 'NFC' || name === 'NFD' || name === 'NFKC' || name === 'NFKD') return text.normalize(name);
  throw new DynamicError('FOCH0003', `“${form}” is no normalization form`);
}

export function encodeForUri(text = ''): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

export function iriToUri(text = ''): string {
  return text.replace(/[^\x21-\x7e]|[<>"{}|\\^`]/gu, (sign) => encodeURIComponent(sign));
}

export function escapeHtmlUri(text = ''): string {
  return text.replace(/[^\x20-\x7e]/gu, (sign) => encodeURIComponent(sign));
}
