import type { ErrorObject, SchemaObject } from 'ajv/dist/2020.js';
import { nearNames } from '../expression/index.ts';

interface Words {
  readonly message: string;
  readonly hint?: string;
}

/** What a schema error means, in plain words; the schema's own description is the hint. */
export function wordsFor(error: ErrorObject): Words {
  const params: Readonly<Record<string, unknown>> = error.params;
  const description = error.parentSchema?.description;
  const hint = typeof description === 'string' ? description : undefined;
  if (error.keyword === 'enum' && Array.isArray(params.allowedValues)) return oneOf(error.data, params.allowedValues);
  const must = mustBe(error, params);
  if (params.type === 'string' && /^(number|boolean)$/.test(typeof error.data) && canBe(error, String(error.data)))
    return { message: `is ${shown(error.data)}, but ${must}`, hint: `Put it in quotes: "${error.data}".` };
  return { message: `is ${shown(error.data)}, but ${must}`, ...(hint === undefined ? {} : { hint }) };
}

/** Branches that each ask for one member are a choice between these. */
function choiceOf(branches: unknown): string | undefined {
  if (!Array.isArray(branches)) return undefined;
  const names: unknown[] = branches.flatMap((branch: SchemaObject) => branch.required ?? [undefined]);
  return names.includes(undefined) ? undefined : `must have exactly one of ${names.join(', ')}`;
}

const canBe = ({ parentSchema }: ErrorObject, text: string): boolean =>
  typeof parentSchema?.pattern !== 'string' || new RegExp(parentSchema.pattern, 'u').test(text);

function oneOf(data: unknown, allowed: readonly unknown[]): Words {
  const names = [...new Set(allowed.map(String))];
  const near = nearNames(String(data), names)[0];
  const listed = names.slice(0, 12).join(', ') + (names.length > 12 ? ' …' : '');
  return {
    message: `is ${shown(data)}, but must be ${names.length === 1 ? listed : `one of ${listed}`}`,
    ...(near === undefined ? {} : { hint: `Did you mean \`${near}\`?` }),
  };
}

function mustBe(error: ErrorObject, params: Readonly<Record<string, unknown>>): string {
  const limit = String(params.limit ?? '');
  switch (error.keyword) {
    case 'type':
      return `must be ${typeNames(params.type, error.parentSchema?.format)}`;
    case 'format':
      return `must be ${formats[String(params.format)] ?? `a ${String(params.format)}`}`;
    case 'pattern':
      return unfit(String(params.pattern), error) ?? `does not have the form ${String(params.pattern)}`;
    case 'contentEncoding':
      return `must be ${String(error.schema)}`;
    case 'const':
      return `must be ${shown(params.allowedValue)}`;
    case 'minLength':
      return limit === '1' ? 'must not be empty' : `must have at least ${limit} characters`;
    case 'maxLength':
      return `must have at most ${limit} characters`;
    case 'minimum':
      return `must be at least ${limit}`;
    case 'maximum':
      return `must be at most ${limit}`;
    case 'exclusiveMinimum':
      return `must be more than ${limit}`;
    case 'exclusiveMaximum':
      return `must be less than ${limit}`;
    case 'minItems':
    case 'minProperties':
      return `must hold at least ${limit}`;
    case 'maxItems':
    case 'maxProperties':
      return `must hold at most ${limit}`;
    case 'uniqueItems':
      return 'holds one item twice';
    case 'oneOf':
      return choiceOf(error.schema) ?? error.message ?? 'is not valid';
    case 'false schema':
      return 'must not be there';
    default:
      return error.message ?? 'is not valid';
  }
}

const unfit = (pattern: string, { data, parentSchema }: ErrorObject): string | undefined =>
  parentSchema?.format === 'decimal' ? tooLong(pattern) : unfitCharacter(pattern, data);

/** The pattern beside the format says how long a decimal may be. */
function tooLong(pattern: string): string | undefined {
  const [, before, after] = /\{1,(\d+)\}.*\{1,(\d+)\}/.exec(pattern) ?? [];
  return after && `must have at most ${before} digits before the point and ${after} after it`;
}

/** Where a pattern only keeps some characters out, the first of those is what is wrong. */
function unfitCharacter(pattern: string, data: unknown): string | undefined {
  if (typeof data !== 'string' || !/^\^\[\^[^\]]*\][*+]\$$/.test(pattern)) return undefined;
  const fits = new RegExp(pattern, 'u');
  const at = [...data].findIndex((character) => !fits.test(character));
  const point = [...data][at]?.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
  return point && `must not have U+${point}, its character ${at + 1}`;
}

function typeNames(type: unknown, format: unknown): string {
  if (format === 'decimal') return formats.decimal ?? '';
  const names = [type].flat().flatMap((each) => String(each).split(','));
  return names.map((each) => types[each] ?? each).join(' or ');
}

const types: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'empty',
};

const formats: Readonly<Record<string, string>> = {
  decimal: 'an exact decimal such as "1160.00"',
  date: 'a date, YYYY-MM-DD',
  time: 'a time with its offset, such as 14:05:09-06:00',
  'date-time': 'a date and time with an offset, such as 2026-11-22T14:05:09-06:00',
  uri: 'an address, such as https://example.com/path',
  email: 'an e-mail address',
  uuid: 'a UUID',
};

/** A value, short enough for one line. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  if (value === undefined) return 'absent';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}… (${String(value).length} characters)` : text;
}
