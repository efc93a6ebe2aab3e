import type { SimpleType } from '../simple-type.ts';
import type { Matches } from './pattern.ts';

/** The facets of a simple type that are numbers (XML Schema part 2, 4.3), each as the narrowest of all that it is derived from. */
export interface Limits {
  minLength: number;
  maxLength: number;
  totalDigits: number;
  fractionDigits: number;
  minInclusive: number;
  maxInclusive: number;
  minExclusive: number;
  maxExclusive: number;
}

const unlimited = (): Limits => ({
  minLength: 0,
  maxLength: Number.POSITIVE_INFINITY,
  totalDigits: Number.POSITIVE_INFINITY,
  fractionDigits: Number.POSITIVE_INFINITY,
  minInclusive: Number.NEGATIVE_INFINITY,
  maxInclusive: Number.POSITIVE_INFINITY,
  minExclusive: Number.NEGATIVE_INFINITY,
  maxExclusive: Number.POSITIVE_INFINITY,
});

/** Undefined where there is a facet that is none of these, or one with more digits than a number of JavaScript has exactly. */
export function limitsOf(type: SimpleType): Limits | undefined {
  const limits = unlimited();
  for (let each: SimpleType | undefined = type; each !== undefined; each = each.base) {
    for (const { name, attributes } of each.restriction?.children ?? []) {
      if (aside.has(name)) continue;
      const { value = '' } = attributes;
      if (!/^(?=.{1,16}$)-?\d{1,15}(?:\.\d+)?$/.test(value) || !narrow(limits, name, Number(value))) return undefined;
    }
  }
  return limits;
}

/** Looked at elsewhere, or no facets. */
const aside: ReadonlySet<string> = new Set([
  'pattern',
  'whiteSpace',
  'simpleType',
  'attribute',
  'attributeGroup',
  'anyAttribute',
]);

function narrow(limits: Limits, facet: string, value: number): boolean {
  if (facet === 'length') return narrow(limits, 'minLength', value) && narrow(limits, 'maxLength', value);
  if (!isLimit(facet, limits)) return false;
  limits[facet] = facet.startsWith('min') ? Math.max(limits[facet], value) : Math.min(limits[facet], value);
  return true;
}

const isLimit = (facet: string, limits: Limits): facet is keyof Limits => Object.hasOwn(limits, facet);

export const isLimited = (limits: Limits): boolean =>
  Object.entries(unlimited()).some(([facet, limit]) => isLimit(facet, limits) && limits[facet] !== limit);

/** In characters: two surrogates are one. */
export function lengthsWithin({ minLength, maxLength }: Limits): Matches {
  return (value) => {
    const { length } = value;
    if (minLength <= 1 && length <= maxLength) return length >= minLength;
    const characters = /[\uD800-\uDFFF]/.test(value) ? [...value].length : length;
    return characters >= minLength && characters <= maxLength;
  };
}
