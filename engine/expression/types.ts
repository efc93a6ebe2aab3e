import { dyn, type Shape } from './shape.ts';

/** A shape's CEL type, for people and for `CompiledExpression.type`. */
export function describeShape(shape: Shape): string {
  if (shape.kind === 'list') return `list<${describeShape(shape.item)}>`;
  if (shape.kind !== 'object') return shape.kind;
  if (shape.members.size > 0 || shape.rest === undefined) return shape.name;
  return `map<string, ${describeShape(shape.rest)}>`;
}

/** A type as people call it. */
export function inWords(type: string): string {
  const item = /^list<(.*)>$/.exec(type)?.[1];
  if (item !== undefined) return item === 'dyn' ? 'a list' : `a list of ${inWords(item).replace(/^an? /, '')}`;
  return words[type] ?? (/^[a-z]\w*$/i.test(type) ? `a ${type}` : type);
}

const words: Readonly<Record<string, string>> = {
  bool: 'true or false',
  string: 'a text',
  decimal: 'a decimal',
  int: 'a whole number',
  date: 'a date',
  dateTime: 'a date and time',
  dyn: 'something unknown',
  object: 'an object',
  scalar: 'a single value',
  list: 'a list',
};

/** Whether what has this shape can stand where a type is expected; what is not known may turn out to. */
export function fits(shape: Shape, expected: string): boolean {
  if (shape.kind === 'dyn' || expected === 'dyn') return true;
  if (expected === 'decimal') return shape.kind === 'decimal' || shape.kind === 'int';
  if (expected === 'scalar') return shape.kind !== 'list' && shape.kind !== 'object';
  return expected === shape.kind || expected === describeShape(shape);
}

export function constantShape(value: unknown): Shape {
  switch (typeof value) {
    case 'string':
      return { kind: 'string' };
    case 'boolean':
      return { kind: 'bool' };
    case 'number':
      return { kind: Number.isSafeInteger(value) ? 'int' : 'decimal' };
    default:
      return Array.isArray(value) ? { kind: 'list', item: dyn } : dyn;
  }
}
