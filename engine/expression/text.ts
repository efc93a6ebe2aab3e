import { Decimal } from '../decimal.ts';

/**
 * How any result is written into a document: absent (null, undefined, empty) gives undefined, a number plain digits without
 * exponent, a date ISO 8601. Lists and objects are no text: they give undefined too.
 */
export function asText(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value === '' ? undefined : value;
    case 'number':
      return Number.isFinite(value) ? numberText(value) : undefined;
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'object':
      return value === null || Array.isArray(value) || isPlain(value) ? undefined : String(value);
    default:
      return undefined;
  }
}

function numberText(value: number): string {
  const text = String(value);
  return text.includes('e') ? Decimal.of(text).text() : text;
}

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
};
