import type { ASTNode } from '@marcbachmann/cel-js';
import { call } from './calls.ts';
import { filtered, itemAt, mapped, quantified, type Step, sequenceOf, settled, sizeOf } from './lists.ts';
import { both, choose, truthOf } from './logic.ts';
import { Block, Module } from './module.ts';
import { negative, operate } from './operate.ts';
import { asAny, memberOf } from './read.ts';
import { methodOfText } from './texts.ts';
import { flag, int, type Sequence, type Type, type Value } from './value.ts';

export type Names = ReadonlyMap<string, Value>;

/**
 * Puts into a block what an expression gives. Undefined where it uses what only the library has: what was put there by then
 * has no effect, but may throw.
 */
export function emit(ast: ASTNode, names: Names, block: Block): Value | undefined {
  try {
    return value(ast, names, block);
  } catch (thrown) {
    if (thrown === notHere) return undefined;
    throw thrown;
  }
}

/** A plain path from one of the names on; undefined where an index is in it, or a name is not known. */
export function emitPath(
  [first = '', ...rest]: readonly string[],
  lookup: (name: string) => Value | undefined,
  block: Block,
): Value | undefined {
  const start = lookup(first);
  if (start === undefined || rest.some((name) => /^\d/.test(name))) return undefined;
  return rest.reduce((object, name) => memberOf(block, object, name), start);
}

const notHere = new Error('the library evaluates this');

function libraryOnly(): never {
  throw notHere;
}

const value = (node: ASTNode, names: Names, block: Block): Value => settled(block, part(node, names, block));

function part(node: ASTNode, names: Names, block: Block): Value | Sequence {
  const inside = (each: ASTNode) => (below: Block) => value(each, names, below);
  switch (node.op) {
    case 'value':
      return constantOf(node.args, block);
    case 'id':
      return names.get(node.args) ?? libraryOnly();
    case '.':
      return memberOf(block, value(node.args[0], names, block), node.args[1]);
    case 'call': {
      const [name, args] = node.args;
      return (
        call(
          block,
          name,
          args.map((each) => part(each, names, block)),
        ) ?? libraryOnly()
      );
    }
    case '[]':
      return itemAt(block, value(node.args[0], names, block), value(node.args[1], names, block));
    case 'rcall':
      return method(node.args[0], part(node.args[1], names, block), node.args[2], names, block);
    case 'list':
      return listOf(
        block,
        node.args.map((each) => value(each, names, block)),
      );
    case '?:': {
      const [condition, yes, no] = node.args;
      return choose(block, value(condition, names, block), inside(yes), inside(no));
    }
    case '&&':
    case '||':
      return both(block, node.op, value(node.args[0], names, block), inside(node.args[1]));
    case '!_':
      return flag(`!(${truthOf(block, value(node.args, names, block))})`);
    case '-_':
      return negative(block, value(node.args, names, block));
    default:
      return operator(node, names, block);
  }
}

function constantOf(constant: unknown, block: Block): Value {
  switch (typeof constant) {
    case 'string':
      return { js: JSON.stringify(constant), type: { kind: 'text', there: true }, constant };
    case 'boolean':
      return { js: String(constant), type: { kind: 'flag', there: true }, constant };
    case 'bigint':
      if (Number.isSafeInteger(Number(constant))) return { ...int(String(constant)), constant };
      return { js: block.module.constant(constant), type: { kind: 'any', there: true }, constant };
    default:
      return libraryOnly();
  }
}

/** A list that is always the same is one. */
function listOf(block: Block, items: readonly Value[]): Value {
  const item = items.every(({ type }) => type.kind === 'decimal' && type.there) ? items[0]?.type : undefined;
  const type: Type = { kind: 'list', item: item ?? { kind: 'any', there: false } };
  if (items.every(({ constant }) => constant !== undefined)) {
    const constant = items.map((each) => each.constant);
    return { js: block.module.constant(constant), type, constant, items };
  }
  return { js: `[${items.map((each) => asAny(block, each)).join(', ')}]`, type, items };
}

function operator(node: ASTNode, names: Names, block: Block): Value {
  if (!Array.isArray(node.args) || node.args.length !== 2) return libraryOnly();
  const [one, other] = node.args;
  if (!isNode(one) || !isNode(other)) return libraryOnly();
  return operate(block, node.op, value(one, names, block), value(other, names, block)) ?? libraryOnly();
}

const isNode = (given: unknown): given is ASTNode => typeof given === 'object' && given !== null && 'op' in given;

function method(
  name: string,
  list: Value | Sequence,
  args: readonly ASTNode[],
  names: Names,
  block: Block,
): Value | Sequence {
  const [item, first, second, ...more] = args;
  if (name === 'size' && item === undefined) return int(sizeOf(block, list));
  const ofText = methodOfText(name);
  if (ofText !== undefined && item !== undefined && first === undefined)
    return ofText(block, settled(block, list), value(item, names, block));
  if (item?.op !== 'id' || first === undefined || more.length > 0) return libraryOnly();
  const step =
    (node: ASTNode): Step =>
    (below, each) =>
      value(node, new Map(names).set(item.args, each), below);
  if (name === 'map')
    return second === undefined ? mapping(list, step(first)) : mapping(list, step(second), step(first));
  if (second !== undefined) return libraryOnly();
  if (name === 'filter') return filtered(list, step(first));
  if (name === 'all' || name === 'exists')
    return quantified(block, settled(block, list), step(first), name === 'exists');
  return libraryOnly();
}

/** What the items become is known when one of them was made, apart. */
function mapping(list: Value | Sequence, step: Step, holds?: Step): Sequence {
  const item = { js: 'item', type: sequenceOf(list).item };
  return mapped(list, step, holds, step(new Block(new Module()), item).type);
}
