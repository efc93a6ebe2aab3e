/**
 * What is known beforehand of an expression's value, and with it how generated code holds it:
 *
 *     node                  its id, a number
 *     string, untyped       a string
 *     boolean               a boolean
 *     count                 an xs:integer that is small for sure (a position, a length), as a number
 *     double                an xs:double, as a number
 *     integer, decimal      a Decimal
 *     atomic, item          known only at run time: an Atomic, an Item (runtime/item.ts)
 *
 * One item is held as such, an optional one may be `undefined`, many stand in an array.
 */
export type Kind =
  | 'node'
  | 'string'
  | 'untyped'
  | 'boolean'
  | 'count'
  | 'double'
  | 'integer'
  | 'decimal'
  | 'atomic'
  | 'item';

export type Occurs = 'one' | 'optional' | 'many';

export interface Type {
  readonly kind: Kind;
  readonly occurs: Occurs;
  /** Of nodes: whether all are nodes of the validated document for sure. */
  readonly main?: boolean;
  /** The empty sequence for sure. */
  readonly empty?: boolean;
}

/** JavaScript source of an expression, and what its value is. */
export interface Code {
  readonly js: string;
  readonly type: Type;
  /** An array of strings that is the same for every document, by its identifier. */
  readonly constant?: boolean;
}

export const one = (kind: Kind): Type => ({ kind, occurs: 'one' });
export const optional = (kind: Kind): Type => ({ kind, occurs: 'optional' });
export const many = (kind: Kind): Type => ({ kind, occurs: 'many' });
export const emptySequence: Type = { kind: 'item', occurs: 'optional', empty: true };

export function isNumeric(kind: Kind): boolean {
  return kind === 'count' || kind === 'double' || kind === 'integer' || kind === 'decimal';
}

export function isDecimal(kind: Kind): boolean {
  return kind === 'count' || kind === 'integer' || kind === 'decimal';
}

/** What nodes become when their values are asked for. */
export function atomized(type: Type): Type {
  if (type.kind === 'node') return { kind: 'untyped', occurs: type.occurs };
  return type.kind === 'item' ? { ...type, kind: 'atomic' } : type;
}

/** The type of a value that is one or the other. */
export function either(a: Type, b: Type): Type {
  if (a.empty === true && b.empty === true) return emptySequence;
  if (a.empty === true) return { ...b, occurs: b.occurs === 'many' ? 'many' : 'optional' };
  if (b.empty === true) return either(b, a);
  const occurs = a.occurs === b.occurs ? a.occurs : a.occurs === 'many' || b.occurs === 'many' ? 'many' : 'optional';
  return mixed(a, b, occurs);
}

/** The type of a value that is one after the other. */
export function together(a: Type, b: Type): Type {
  if (a.empty === true) return b;
  if (b.empty === true) return a;
  return mixed(a, b, 'many');
}

function mixed(a: Type, b: Type, occurs: Occurs): Type {
  const kind = commonKind(a.kind, b.kind);
  return kind === 'node' ? { kind, occurs, main: a.main === true && b.main === true } : { kind, occurs };
}

function commonKind(a: Kind, b: Kind): Kind {
  if (a === b) return a;
  if (a === 'node' || b === 'node' || a === 'item' || b === 'item') return 'item';
  if (isDecimal(a) && isDecimal(b)) return a === 'decimal' || b === 'decimal' ? 'decimal' : 'integer';
  return 'atomic';
}
