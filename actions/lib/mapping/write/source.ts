import {
  asData,
  type Block,
  type CompiledExpression,
  emitExpression,
  type Value,
} from '../../../../engine/expression.ts';
import type { Frame, Leaf, Source } from '../mapping.ts';
import { type Place, variableOf } from './place.ts';
import { readText } from './value.ts';

/** A variable with what a source gives, as plain data. */
export function emitValue(place: Place, source: Source): string {
  const { block } = place;
  const anew = `${place.constant(source.read)}(${place.frame})`;
  const { code } = source;
  if (code?.path !== undefined) return emitPath(place, code.path) ?? block.variable(anew);
  const variable = block.module.fresh();
  block.add(`let ${variable};`);
  const made = code !== undefined && emitComputed(place, code, variable, anew, asData);
  if (!made) block.add(`${variable} = ${anew};`);
  return variable;
}

/** How a text is made fit for its document. */
export interface Fit {
  /** The function of the library that does it; what it cannot do it leaves undefined. */
  readonly name: 'attribute' | 'content' | 'whole';
  /** The same, whatever the text; '' where it is wrong, and that is noted. */
  readonly careful: (frame: Frame, source: Source, text: string) => string;
}

/** A variable with the text of a leaf, '' where it is absent. What is unusual is read anew, and noted where it is wrong. */
export function emitText(place: Place, leaf: Leaf, source: Source, fit?: Fit): string {
  const { block } = place;
  const { code } = source;
  const table = leaf.table && place.constant(leaf.table.codes);
  const fitted = (text: string): string => {
    const coded = table === undefined ? text : `codeOf(${table}, ${text})`;
    return fit === undefined ? coded : `${fit.name}(${coded})`;
  };
  const anew = `${place.constant(carefully(leaf, source, fit))}(${place.frame})`;
  const raw = code?.path && emitPath(place, code.path);
  if (raw !== undefined) {
    const text = `${source.type === 'decimal' || source.type === 'int' ? 'digits' : 'word'}(${raw})`;
    return block.variable(`${fitted(text)} ?? ${anew}`);
  }
  const variable = block.module.fresh();
  block.add(`let ${variable};`);
  const finish = (inside: Block, value: Value) => `known(${fitted(textOf(inside, value))})`;
  const made = code !== undefined && code.path === undefined && emitComputed(place, code, variable, anew, finish);
  if (!made) block.add(`${variable} = ${anew};`);
  return variable;
}

function carefully(leaf: Leaf, source: Source, fit: Fit | undefined): (frame: Frame) => string {
  const read = readText(leaf, source);
  return fit === undefined ? read : (frame) => fit.careful(frame, source, read(frame));
}

function emitComputed(
  place: Place,
  code: CompiledExpression,
  variable: string,
  anew: string,
  finish: (inside: Block, value: Value) => string,
): boolean {
  return place.block.attempt((inside) => {
    const value = emitExpression(code, inside, place.in(inside).lookup);
    if (value === undefined) return false;
    inside.add(`${variable} = ${finish(inside, value)};`);
    return true;
  }, `${variable} = ${anew};`);
}

/** The text of a value; '' where it is absent. */
function textOf(block: Block, value: Value): string {
  const { type } = value;
  const js = block.variable(value.js);
  switch (type.kind) {
    case 'text':
      return type.there ? js : `(${js} ?? "")`;
    case 'decimal':
      return type.there ? `${js}.text()` : `(${js} === null ? "" : ${js}.text())`;
    case 'flag':
    case 'int':
      return type.there ? `String(${js})` : `(${js} === null ? "" : String(${js}))`;
    default:
      return `word(${asData(block, value)})`;
  }
}

/** Null-safe, and absent wherever the data have another shape. Undefined where a name in it is one that objects have of themselves. */
function emitPath(place: Place, [first = '', ...rest]: readonly string[]): string | undefined {
  const slot = place.slot(first);
  if (slot === undefined || rest.some(isTreacherous)) return undefined;
  return rest.reduce((from, name) => {
    const object = place.block.read(from, `record(${from})`);
    return place.block.read(object, `${object}?.[${JSON.stringify(name)}]`);
  }, variableOf(slot));
}

/** A name that every object or list has of itself: `constructor`, `length`. */
const isTreacherous = (name: string): boolean => name in {} || name === 'length' || name in [];
