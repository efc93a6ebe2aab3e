import type { Shape } from '../shape.ts';
import { truthOf } from './logic.ts';
import type { Block } from './module.ts';
import { asAny } from './read.ts';
import { any, flag, int, isSequence, isThere, type Sequence, type Type, type Value } from './value.ts';

/** Puts into a block what an expression gives for an item. */
export type Step = (block: Block, item: Value) => Value;

/** A list, ready to be gone through; one that is absent has no items. */
export function sequenceOf(list: Value | Sequence): Sequence {
  if (isSequence(list)) return list;
  const { item, shape } = itemOf(list);
  return {
    item,
    ...(shape === undefined ? {} : { shape }),
    each(block, visit) {
      const { inside, value } = loopOver(block, list);
      visit(inside, value);
    },
  };
}

function itemOf({ type }: Value): { item: Type; shape?: Shape } {
  if (type.kind === 'data' && type.shape.kind === 'list')
    return { item: { kind: 'data', shape: type.shape.item }, shape: type.shape };
  return { item: type.kind === 'list' ? type.item : { kind: 'any', there: false } };
}

/** `for` over a list, and the item in it. */
export function loopOver(block: Block, list: Value): { inside: Block; value: Value; index: Value } {
  const { module } = block;
  const { item } = itemOf(list);
  const items = block.variable(itemsOf(block, list));
  const index = module.fresh();
  const inside = block.below(`for (let ${index} = 0; ${index} < ${items}.length; ${index}++)`);
  const raw = inside.shared(`${items}[${index}]`);
  const js = item.kind === 'data' ? inside.shared(`${readerOf(item.shape)}(${raw})`) : raw;
  return { inside, value: { js, type: item }, index: int(index) };
}

/** What checks in generated code that data are of that kind. */
const readerOf = (shape: Shape): 'object' | 'list' => (shape.kind === 'list' ? 'list' : 'object');

function itemsOf(block: Block, list: Value): string {
  if (list.type.kind === 'list') return list.js;
  if (list.type.kind !== 'data') return `items(${asAny(block, list)})`;
  return list.type.shape.kind === 'list' ? `(${list.js} ?? none)` : 'undecidable()';
}

/** The list itself, made where it was none yet. */
export function settled(block: Block, list: Value | Sequence): Value {
  if (!isSequence(list)) return list;
  const made = block.variable('[]');
  const { item, shape } = list;
  const isWhole = item.kind === 'int';
  list.each(block, (inside, each) => inside.add(`${made}.push(${isWhole ? asAny(inside, each) : each.js});`));
  if (item.kind !== 'data')
    return { js: made, type: { kind: 'list', item: isWhole ? { kind: 'any', there: item.there } : item } };
  return { js: made, type: { kind: 'data', shape: shape ?? { kind: 'list', item: item.shape } } };
}

export function mapped(list: Value | Sequence, step: Step, holds: Step | undefined, item: Type): Sequence {
  const source = sequenceOf(list);
  return {
    item,
    each(block, visit) {
      source.each(block, (inside, each) => {
        const chosen = holds === undefined ? inside : inside.below(`if (${truthOf(inside, holds(inside, each))})`);
        visit(chosen, step(chosen, each));
      });
    },
  };
}

export function filtered(list: Value | Sequence, holds: Step): Sequence {
  const source = sequenceOf(list);
  return {
    ...source,
    each(block, visit) {
      source.each(block, (inside, each) => visit(inside.below(`if (${truthOf(inside, holds(inside, each))})`), each));
    },
  };
}

/** Whether some item meets a condition, or all do: nothing is looked at after the one that decides. */
export function quantified(block: Block, list: Value, holds: Step, some: boolean): Value {
  const decided = block.module.fresh();
  block.add(`let ${decided} = ${!some};`);
  const { inside, value } = loopOver(block, list);
  const truth = truthOf(inside, holds(inside, value));
  inside.add(`if (${some ? truth : `!(${truth})`}) { ${decided} = ${some}; break; }`);
  return flag(decided);
}

/** `list[number]`, or `object[name]`. */
export function itemAt(block: Block, list: Value, key: Value): Value {
  const { item } = itemOf(list);
  if (item.kind !== 'data' || key.type.kind !== 'int' || !isThere(key))
    return any(`at(${asAny(block, list)}, ${asAny(block, key)})`);
  return { js: block.variable(`${readerOf(item.shape)}(nth(${list.js}, ${key.js}))`), type: item };
}

/** How many items a list has, or characters a text. */
export function sizeOf(block: Block, list: Value | Sequence): string {
  if (!isSequence(list)) {
    const isList = list.type.kind === 'list' || list.type.kind === 'data';
    return isList ? `${itemsOf(block, list)}.length` : `sizeOf(${asAny(block, list)})`;
  }
  const size = block.module.fresh();
  block.add(`let ${size} = 0;`);
  list.each(block, (inside) => inside.add(`${size}++;`));
  return size;
}

/** The sum of exact numbers; undefined where the items may be something else. */
export function sumOf(block: Block, list: Value | Sequence): Value | undefined {
  const source = sequenceOf(list);
  if (source.item.kind !== 'decimal') return undefined;
  const sum = block.module.fresh();
  block.add(`let ${sum} = Decimal.zero;`);
  source.each(block, (inside, item) => inside.add(`${sum} = ${sum}.plus(${item.js});`));
  return { js: sum, type: { kind: 'decimal', there: true } };
}

/** The first item; what an empty list gives has no members, and is the library's. */
export function firstOf(block: Block, list: Value): Value {
  const { item } = itemOf(list);
  if (item.kind !== 'data') return any('undecidable()');
  return { js: block.variable(`${readerOf(item.shape)}(${list.js}?.[0] ?? undecidable())`), type: item };
}
