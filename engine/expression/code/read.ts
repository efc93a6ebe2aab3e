import { dyn, type Shape } from '../shape.ts';
import type { Block } from './module.ts';
import { any, type Type, type Value } from './value.ts';

/** Whether data of a shape is looked into as it is. */
const staysData = (shape: Shape): boolean =>
  shape.kind === 'object' || (shape.kind === 'list' && shape.item.kind === 'object');

/** Raw data as what their shape says; `raw` is an expression, `from` the variable that it looks into. */
export function typed(block: Block, raw: string, from: string, shape: Shape, name: string): Value {
  const read = (expression: string) => block.read(from, expression);
  const type = typeOf(shape);
  switch (type.kind) {
    case 'data':
      return { js: read(`${shape.kind === 'list' ? 'list' : 'object'}(${raw})`), type };
    case 'list':
    case 'any':
      return { js: read(`fromData(${raw}, ${block.module.constant(shape)}, ${JSON.stringify(name)})`), type };
    default:
      return { js: read(`${type.kind}(${raw})`), type };
  }
}

/** What data of a shape are in generated code. */
function typeOf(shape: Shape): Type {
  if (staysData(shape)) return { kind: 'data', shape };
  switch (shape.kind) {
    case 'string':
      return { kind: 'text', there: false };
    case 'bool':
      return { kind: 'flag', there: false };
    case 'int':
    case 'decimal':
      return { kind: shape.kind, there: false };
    default:
      return { kind: 'any', there: false };
  }
}

/** What the function's parameter `variables` has under a name. */
export function typedVariable(block: Block, name: string, shape: Shape): Value {
  const raw = block.shared(`variables[${JSON.stringify(name)}]`);
  return typed(block, raw, raw, shape, name);
}

/** A member of an object. */
export function memberOf(block: Block, object: Value, name: string): Value {
  const { type } = object;
  const key = JSON.stringify(name);
  if (type.kind !== 'data') return any(`member(${asAny(block, object)}, ${key})`);
  if (type.shape.kind !== 'object') return any('undecidable()');
  const member = type.shape.members.get(name) ?? type.shape.rest ?? dyn;
  const from = block.variable(object.js);
  const raw = name in {} ? `own(${from}, ${key})` : `${from}?.[${key}]`;
  return typed(block, raw, from, member, name);
}

/** The same as a value of the language. */
export function asAny(block: Block, { js, type, constant }: Value): string {
  if (type.kind === 'data') return `fromData(${js}, ${block.module.constant(type.shape)}, "")`;
  if (type.kind !== 'int') return js;
  if (constant !== undefined) return block.module.constant(constant);
  if (type.there) return `BigInt(${js})`;
  const number = block.variable(js);
  return `(${number} === null ? null : BigInt(${number}))`;
}

/** Whether it is absent, as `isAbsent` says of values. */
export function absenceOf(block: Block, value: Value): string {
  const { type } = value;
  if (type.kind === 'data') return `${block.variable(value.js)} === undefined`;
  if (type.kind === 'list' || type.kind === 'any') return `isAbsent(${value.js})`;
  const js = block.variable(value.js);
  if (type.kind === 'text') return type.there ? `${js} === ""` : `(${js} === null || ${js} === "")`;
  return type.there ? 'false' : `${js} === null`;
}

/** What it is as plain data: the result of an expression. */
export function asData(block: Block, value: Value): string {
  const { type, js } = value;
  switch (type.kind) {
    case 'text': {
      const text = block.variable(js);
      return `(${text} === "" ? null : ${text})`;
    }
    case 'data':
      return `(${type.shape.kind === 'list' ? `objects(${js}, ${block.module.constant(type.shape)})` : js} ?? null)`;
    case 'list':
    case 'any':
      return `toData(${js})`;
    default:
      return js;
  }
}
