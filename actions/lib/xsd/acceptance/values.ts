import { type LongLists, normalised } from '../long-lists.ts';
import type { SimpleType, WhiteSpace } from '../simple-type.ts';
import { formOf } from './forms.ts';
import { isLimited, type Limits, lengthsWithin, limitsOf } from './limits.ts';
import { limitsOfNumber, numbersWithin } from './numbers.ts';
import { type Matches, patternOf } from './pattern.ts';

/** Which values are certainly of a simple type. */
export interface Values {
  /** How a text of the document is made a value. */
  readonly whiteSpace: WhiteSpace;
  readonly has: Matches;
}

/** All texts: they need not be looked at. */
export const anyValues: Values = { whiteSpace: 'preserve', has: () => true };

/** Undefined where a type has what is left to libxml2: a list, a union, a facet or a pattern that is not known here. */
export function valuesOf(type: SimpleType, lists: LongLists): Values | undefined {
  const limits = type.atomic ? limitsOf(type) : undefined;
  const ofKind = limits && kindOf(type, limits);
  const patterns = patternsOf(type);
  if (ofKind === undefined || patterns === undefined) return undefined;
  const listed = enumerated(type, lists);
  const checks = [...(listed === undefined ? [] : [listed]), ...ofKind, ...patterns];
  // libxml2 has its own ways with white space around dates.
  const whiteSpace = type.textual ? type.whiteSpace : 'preserve';
  return checks.length === 0 ? anyValues : { whiteSpace, has: every(checks) };
}

/** What the type of XML Schema that it is derived from asks for, within the limits. */
function kindOf(type: SimpleType, limits: Limits): readonly Matches[] | undefined {
  const name = primitiveOf(type);
  const ofNumber = limitsOfNumber(name, limits);
  if (ofNumber !== undefined) return [numbersWithin(ofNumber)];
  const form = formOf(name);
  if (form === undefined) return undefined;
  const forms = form === 'any' ? [] : [form];
  if (!isLimited(limits)) return forms;
  return type.textual ? [...forms, lengthsWithin(limits)] : undefined;
}

function primitiveOf(type: SimpleType): string {
  let last = type;
  while (last.base !== undefined) last = last.base;
  return last.builtIn ?? '';
}

/** Those of one step are alternatives (XML Schema part 2, 4.3.4.2). Undefined where one is not known here. */
function patternsOf(type: SimpleType): readonly Matches[] | undefined {
  const checks: Matches[] = [];
  for (let each: SimpleType | undefined = type; each !== undefined; each = each.base) {
    const written = each.restriction?.children.filter(({ name }) => name === 'pattern') ?? [];
    const patterns = written.map(({ attributes }) => patternOf(attributes.value ?? ''));
    const [first] = patterns;
    if (patterns.includes(undefined)) return undefined;
    if (first !== undefined)
      checks.push(patterns.length === 1 ? first : (value) => patterns.some((pattern) => pattern?.(value)));
  }
  return checks;
}

/** The nearest enumeration: one that it is derived from has all of its values. Of numbers and dates only those written so are certain. */
function enumerated(type: SimpleType, lists: LongLists): Matches | undefined {
  for (let each: SimpleType | undefined = type; each !== undefined; each = each.base) {
    if (each.restriction === undefined || each.restriction.enumerations.size === 0) continue;
    const codes =
      lists.checkOf(type)?.codes ?? normalised(each.restriction.enumerations, each.base?.whiteSpace ?? 'collapse');
    return (value) => codes.has(value);
  }
  return undefined;
}

function every(checks: readonly Matches[]): Matches {
  const [first, second, third, ...more] = checks;
  if (first === undefined) return () => true;
  if (second === undefined) return first;
  if (third === undefined) return (value) => first(value) && second(value);
  const rest = every([third, ...more]);
  return (value) => first(value) && second(value) && rest(value);
}
