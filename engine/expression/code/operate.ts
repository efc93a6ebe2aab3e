import type { Decimal } from '../../decimal.ts';
import { exact } from '../exact.ts';
import type { Block } from './module.ts';
import { asAny } from './read.ts';
import { any, decimal, flag, int, isThere, type Value } from './value.ts';

/** An operator between two values; undefined where only the library has it. */
export function operate(block: Block, operator: string, left: Value, right: Value): Value | undefined {
  switch (operator) {
    case '==':
      return flag(`(${equal(block, left, right)})`);
    case '!=':
      return flag(`!(${equal(block, left, right)})`);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return flag(`(${ordered(block, operator, left, right)})`);
    case '+':
      return plus(block, left, right);
    case '-':
      return calculate(block, 'minus', left, right);
    case '*':
      return calculate(block, 'times', left, right);
    case 'in':
      return flag(within(block, left, right));
    default:
      return undefined;
  }
}

/** The value as a number of exact arithmetic; undefined where it may be something else. What is null throws when it is used. */
export function exactOf(block: Block, value: Value): string | undefined {
  const { js, type, constant } = value;
  if (type.kind === 'decimal') return js;
  if (type.kind !== 'int') return undefined;
  return typeof constant === 'bigint' ? block.module.constant(exactly(constant)) : `exactly(${js})`;
}

/** One object for each number, so that it is one constant. */
function exactly(value: bigint): Decimal {
  const before = numbers.get(value) ?? exact(value);
  numbers.set(value, before);
  return before;
}

const numbers = new Map<bigint, Decimal>();

const generic = (block: Block, name: string, left: Value, right: Value): string =>
  `${name}(${asAny(block, left)}, ${asAny(block, right)})`;

const signs = { plus: '+', minus: '-', times: '*' };

/** Two whole numbers stay whole. */
function calculate(block: Block, operation: keyof typeof signs, left: Value, right: Value): Value {
  if (isWhole(left) && isWhole(right)) return int(`whole(${left.js} ${signs[operation]} ${right.js})`);
  const [one, other] = [exactOf(block, left), exactOf(block, right)];
  const isDecimal = left.type.kind === 'decimal' || right.type.kind === 'decimal';
  if (one !== undefined && other !== undefined && isDecimal) return decimal(`${one}.${operation}(${other})`);
  return any(generic(block, operation, left, right));
}

const isWhole = (value: Value): boolean => value.type.kind === 'int' && isThere(value);

function plus(block: Block, left: Value, right: Value): Value {
  if (left.type.kind !== 'text' || right.type.kind !== 'text') return calculate(block, 'plus', left, right);
  const js = isThere(left) && isThere(right) ? `(${left.js} + ${right.js})` : `joined(${left.js}, ${right.js})`;
  return { js, type: { kind: 'text', there: true } };
}

function equal(block: Block, left: Value, right: Value): string {
  const kinds = new Set([left.type.kind, right.type.kind]);
  const [one, other] = [left.js, right.js];
  if (kinds.size === 1 && (kinds.has('flag') || kinds.has('int'))) return `${one} === ${other}`;
  if (kinds.size === 1 && kinds.has('text')) {
    // What is absent is the same as the empty text, and as nothing else.
    if (isText(left.constant) || isText(right.constant)) return `${one} === ${other}`;
    const orEmpty = (value: Value) => (isThere(value) ? value.js : `(${value.js} ?? "")`);
    return `${orEmpty(left)} === ${orEmpty(right)}`;
  }
  const [first, second] = [exactOf(block, left), exactOf(block, right)];
  if (first === undefined || second === undefined || mayLack(left) || mayLack(right))
    return generic(block, 'equal', left, right);
  return isThere(left) && isThere(right) ? `${first}.equals(${second})` : `equals(${first}, ${second})`;
}

const isText = (constant: unknown): boolean => typeof constant === 'string' && constant !== '';

/** A whole number that can be absent: `exactly` would refuse what is a value for comparisons. */
const mayLack = (value: Value): boolean => value.type.kind === 'int' && !isThere(value);

function ordered(block: Block, sign: string, left: Value, right: Value): string {
  if (left.type.kind === 'int' && right.type.kind === 'int') {
    if (isThere(left) && isThere(right)) return `${left.js} ${sign} ${right.js}`;
    return `${generic(block, 'ordered', left, right)} ${sign} 0`;
  }
  const [one, other] = [exactOf(block, left), exactOf(block, right)];
  if (one === undefined || other === undefined || mayLack(left) || mayLack(right))
    return `${generic(block, 'ordered', left, right)} ${sign} 0`;
  const compared = isThere(left) && isThere(right) ? `${one}.compare(${other})` : `compare(${one}, ${other})`;
  return `${compared} ${sign} 0`;
}

function within(block: Block, left: Value, list: Value): string {
  const { constant } = list;
  if (left.type.kind === 'text' && Array.isArray(constant) && constant.every((each) => typeof each === 'string'))
    return `${block.module.constant(setOf(constant))}.has(${left.js})`;
  return `within(${asAny(block, left)}, ${asAny(block, list)})`;
}

const sets = new WeakMap<readonly unknown[], ReadonlySet<unknown>>();

function setOf(list: readonly unknown[]): ReadonlySet<unknown> {
  const set = sets.get(list) ?? new Set(list);
  sets.set(list, set);
  return set;
}

export function negative(block: Block, value: Value): Value {
  const { type, js, constant } = value;
  if (typeof constant === 'bigint') return { ...value, js: String(-constant), constant: -constant };
  if (type.kind === 'decimal') return decimal(`${js}.negated()`);
  return any(`negative(${asAny(block, value)})`);
}
