import type { Block } from './module.ts';
import { asAny } from './read.ts';
import { flag, isThere, type Type, type Value } from './value.ts';

/** Makes code for a part of an expression in a block. */
export type Emit = (block: Block) => Value;

/** A condition: what is neither true nor false is the library's. */
export function truthOf(block: Block, value: Value): string {
  if (value.type.kind === 'flag' && isThere(value)) return value.js;
  return `truth(${asAny(block, value)})`;
}

/** `&&` and `||`: the right side is looked at only where the left one does not decide. */
export function both(block: Block, operator: '&&' | '||', left: Value, right: Emit): Value {
  const one = truthOf(block, left);
  const below = block.inner();
  const other = truthOf(below, right(below));
  if (below.isEmpty) return flag(`(${one} ${operator} ${other})`);
  const decided = block.module.fresh();
  block.add(`let ${decided} = ${one};`);
  block.add(below.after(`if (${operator === '&&' ? decided : `!${decided}`})`));
  below.add(`${decided} = ${other};`);
  return flag(decided);
}

/** `condition ? yes : no` */
export function choose(block: Block, condition: Value, yes: Emit, no: Emit): Value {
  const holds = truthOf(block, condition);
  const [then, otherwise] = [block.inner(), block.inner()];
  const [one, other] = [yes(then), no(otherwise)];
  const type = commonType(one, other);
  const [first, second] = [as(then, one, type), as(otherwise, other, type)];
  if (then.isEmpty && otherwise.isEmpty) return { js: `(${holds} ? ${first} : ${second})`, type };
  const chosen = block.module.fresh();
  block.add(`let ${chosen};`);
  block.add(then.after(`if (${holds})`));
  then.add(`${chosen} = ${first};`);
  block.add(otherwise.after('else'));
  otherwise.add(`${chosen} = ${second};`);
  return { js: chosen, type };
}

/** The type of one of two values: values of the language, where they differ. */
export function commonType(one: Value, other: Value): Type {
  const [first, second] = [one.type, other.type];
  if (first.kind === 'data' && second.kind === 'data' && first.shape === second.shape) return first;
  if (first.kind === 'data' && isEmptyList(other) && first.shape.kind === 'list') return first;
  if (second.kind === 'data' && isEmptyList(one) && second.shape.kind === 'list') return second;
  if ('there' in first && 'there' in second && first.kind === second.kind)
    return { kind: first.kind, there: first.there && second.there };
  if (first.kind === 'text' && isNull(other)) return { kind: 'text', there: false };
  if (second.kind === 'text' && isNull(one)) return { kind: 'text', there: false };
  return { kind: 'any', there: false };
}

export function as(block: Block, value: Value, type: Type): string {
  if (type.kind === value.type.kind || isNull(value)) return value.js;
  return type.kind === 'any' ? asAny(block, value) : 'none';
}

const isEmptyList = ({ constant }: Value): boolean => Array.isArray(constant) && constant.length === 0;

const isNull = ({ js }: Value): boolean => js === 'null';
