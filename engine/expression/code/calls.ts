import { Decimal } from '../../decimal.ts';
import { type ExpressionFunction, expressionFunctions } from '../functions/index.ts';
import { countsOf } from '../language.ts';
import { firstOf, settled, sizeOf, sumOf } from './lists.ts';
import { as, commonType } from './logic.ts';
import type { Block } from './module.ts';
import { exactOf } from './operate.ts';
import { absenceOf, asAny } from './read.ts';
import { any, decimal, flag, int, isSequence, isThere, named, type Sequence, type Type, type Value } from './value.ts';

/** A call of a function by its name in the rewritten text; undefined where there is none with so many arguments. */
export function call(block: Block, name: string, args: readonly (Value | Sequence)[]): Value | undefined {
  const key = `${name}/${args.length}`;
  if (key === 'absent/0') return { js: 'null', type: { kind: 'any', there: false } };
  const [first] = args;
  if (key === 'size/1' && first !== undefined) return int(sizeOf(block, first));
  if (key === 'sum/1' && first !== undefined && isNumbers(first)) return sumOf(block, first);
  const values = args.map((each) => settled(block, each));
  const [one, two] = values;
  const special = one === undefined ? undefined : specials[key]?.(block, one, two ?? one);
  if (special !== undefined) return special;
  const called = functions.get(key);
  return called && generic(block, called, values);
}

const isNumbers = (list: Value | Sequence): boolean => {
  const item = isSequence(list) ? list.item : list.type.kind === 'list' ? list.type.item : undefined;
  return item?.kind === 'decimal';
};

type Special = (block: Block, one: Value, two: Value) => Value | undefined;

/** What is made more directly than by calling the function; undefined where these values do not allow it. */
const specials: Readonly<Partial<Record<string, Special>>> = {
  'present/1': (block, value) => flag(`!(${absenceOf(block, value)})`),
  // Both are evaluated, as the library does: what is wrong in the second is an error even where the first is there.
  'or/2': (block, value, otherwise) => {
    const [one, other] = [named(block, value), named(block, otherwise)];
    const type = commonType(one, other);
    const there = 'there' in type && 'there' in other.type ? { ...type, there: other.type.there } : type;
    const js = `(${absenceOf(block, one)} ? ${as(block, other, type)} : ${as(block, one, type)})`;
    return { js, type: there };
  },
  'first/1': (block, list) => (list.type.kind === 'data' ? firstOf(block, list) : undefined),
  'decimal/1': (block, { constant, type, js }) => {
    const number = typeof constant === 'string' ? numberOf(constant) : undefined;
    if (number !== undefined) return { ...decimal(block.module.constant(number)), constant: number };
    return type.kind === 'decimal' ? decimal(js, type.there) : undefined;
  },
  'text/1': (block, value) => {
    if (value.type.kind === 'text') return value;
    return value.type.kind === 'decimal' ? unlessAbsent(block, value, 'text', (js) => `${js}.text()`) : undefined;
  },
  'abs/1': (block, value) =>
    value.type.kind === 'decimal' ? unlessAbsent(block, value, 'decimal', (js) => `${js}.absolute()`) : undefined,
  'round/2': (block, value, scale) => scaled(block, value, scale, 'rounded', 'decimal'),
  'fixed/2': (block, value, scale) => scaled(block, value, scale, 'fixed', 'text'),
  'max/1': (block, list) => extreme(block, list, 'larger'),
  'min/1': (block, list) => extreme(block, list, 'smaller'),
  'matches/2': (block, text, { constant }) => {
    if (text.type.kind !== 'text' || typeof constant !== 'string') return undefined;
    const matches = functions.get('matches/2')?.run;
    return flag(`${block.module.constant(matches)}(${text.js}, ${JSON.stringify(constant)})`);
  },
};

const numbers = new Map<string, Decimal | undefined>();

/** One object for each text, so that it is one constant. */
function numberOf(text: string): Decimal | undefined {
  const number = numbers.get(text) ?? Decimal.parse(text);
  numbers.set(text, number);
  return number;
}

function unlessAbsent(block: Block, value: Value, kind: 'text' | 'decimal', use: (js: string) => string): Value {
  if (isThere(value)) return { js: use(value.js), type: { kind, there: true } };
  const { js } = named(block, value);
  return { js: `(${js} === null ? null : ${use(js)})`, type: { kind, there: false } };
}

function scaled(block: Block, value: Value, scale: Value, method: string, kind: 'text' | 'decimal'): Value | undefined {
  if (value.type.kind !== 'decimal' || scale.type.kind !== 'int') return undefined;
  const digits = isThere(scale) ? scale.js : `needed(${scale.js})`;
  return unlessAbsent(block, value, kind, (js) => `${js}.${method}(${digits})`);
}

/** Of a list that is written out, with decimals only. */
function extreme(block: Block, { items }: Value, choose: 'larger' | 'smaller'): Value | undefined {
  if (items === undefined || items.length === 0 || items.some(({ type }) => type.kind !== 'decimal')) return undefined;
  const exact = items.map((each) => exactOf(block, each) ?? 'undecidable()');
  return decimal(exact.reduce((one, other) => `${choose}(${one}, ${other})`));
}

const functions: ReadonlyMap<string, ExpressionFunction> = new Map(
  expressionFunctions.flatMap((each) => {
    const name = each.name === 'has' ? 'present' : each.name;
    return countsOf(each).map((count) => [`${name}/${count}`, each] as const);
  }),
);

/** As `language.ts` guards them: an absent first argument may pass, others must be there. */
function generic(block: Block, called: ExpressionFunction, args: readonly Value[]): Value {
  const run = block.module.constant(called.run);
  const [one, ...others] = args.map((each) => asAny(block, each));
  const type = resultOf(called);
  if (one === undefined) return any(`${run}()`);
  if (called.absent === 'seen') return { js: `${run}(${[one, ...others].join(', ')})`, type };
  const needed = others.map((each, index) => (isThere(args[index + 1] ?? any('')) ? each : `needed(${each})`));
  const [first] = args;
  if (first !== undefined && isThere(first)) return { js: `${run}(${[one, ...needed].join(', ')})`, type };
  if (called.absent === 'refused') return { js: `${run}(${[`needed(${one})`, ...needed].join(', ')})`, type };
  const value = block.variable(one);
  return { js: `(isMissing(${value}) ? null : ${run}(${[value, ...needed].join(', ')}))`, type };
}

/** What a function gives, where that is the same in all its uses. */
function resultOf({ signatures, absent }: ExpressionFunction): Type {
  const types = new Set(signatures.map((each) => each.replace(/^.*\): /, '')));
  const [only] = types;
  const there = absent === 'refused';
  if (types.size !== 1) return { kind: 'any', there: false };
  if (only === 'string') return { kind: 'text', there };
  if (only === 'bool') return { kind: 'flag', there: false };
  return only === 'decimal' ? { kind: 'decimal', there } : { kind: 'any', there: false };
}
