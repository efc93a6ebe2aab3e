import type { FastifyRequest } from 'fastify';
import { fail } from '../engine/index.ts';
import { isObject, readJson } from '../engine/json.ts';

/** The JSON object that a request brings, read without loss. INPUT_NOT_JSON, INPUT_TOO_LARGE, REQUEST_INVALID. */
export function objectOfBody({ body }: Pick<FastifyRequest, 'body'>, largest: number): Record<string, unknown> {
  if (!Buffer.isBuffer(body) || body.length === 0) return fail('INPUT_NOT_JSON', 'The request has no body.');
  return objectIn(readJson(body, { bytes: largest }, 'The request').data, 'The request');
}

export function objectIn(value: unknown, what: string): Record<string, unknown> {
  if (isObject(value)) return { ...value };
  return fail('REQUEST_INVALID', `${what} must be a JSON object.`);
}

/** A text of so many characters, none of them a control character. */
export function textIn(value: unknown, what: string, longest: number): string {
  if (typeof value === 'string' && value.length >= 1 && value.length <= longest && !/\p{Cc}/u.test(value)) return value;
  return fail('REQUEST_INVALID', `${what} must be a text of 1 to ${longest} characters, without control characters.`);
}

export function textsIn(given: unknown, name: string): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [key, value] of Object.entries(objectIn(given, `\`${name}\``))) {
    if (typeof value !== 'string') return fail('REQUEST_INVALID', `\`${name}.${key}\` must be a text.`);
    texts[key] = value;
  }
  return texts;
}

/** Bytes that stand in JSON as base64; line breaks do not count. */
export function base64In(value: unknown, what: string): Buffer {
  const text = typeof value === 'string' ? value.replaceAll(/[\r\n]/g, '') : '';
  if (text.length > 0 && text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text))
    return Buffer.from(text, 'base64');
  return fail('REQUEST_INVALID', `${what} must be bytes in base64.`);
}

/** What no name is given to is refused: a field that is misspelt would be lost in silence. */
export function nothingElse(others: Readonly<Record<string, unknown>>, what: string): void {
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) fail('REQUEST_INVALID', `${what} has no \`${unknown}\`.`);
}
