import type { Shape } from '../shape.ts';
import type { Block } from './module.ts';

/**
 * What a piece of generated code gives. `text` string, `decimal` Decimal, `flag` boolean, `int` a safe whole number: each
 * null when absent, which `there` excludes. `data` is an object or a list of objects as it was read, undefined when absent.
 * `any` is a value of the language.
 */
export type Type =
  | { readonly kind: 'text' | 'decimal' | 'flag' | 'int' | 'any'; readonly there: boolean }
  | { readonly kind: 'data'; readonly shape: Shape }
  | { readonly kind: 'list'; readonly item: Type };

/** An expression of JavaScript without effects. Where it cannot say what the language would, it throws. */
export interface Value {
  readonly js: string;
  readonly type: Type;
  /** The value, where it is always the same. */
  readonly constant?: unknown;
  /** Of a list that is written out. */
  readonly items?: readonly Value[];
}

/** A list that is made where it is gone through, item by item. All items are, so that what is wrong with one is found. */
export interface Sequence {
  readonly item: Type;
  /** The list's own shape, where its items are data. */
  readonly shape?: Shape;
  readonly each: (block: Block, visit: (block: Block, item: Value) => void) => void;
}

export const isSequence = (value: Value | Sequence): value is Sequence => 'each' in value;

export const flag = (js: string): Value => ({ js, type: { kind: 'flag', there: true } });
export const any = (js: string): Value => ({ js, type: { kind: 'any', there: false } });
export const decimal = (js: string, there = true): Value => ({ js, type: { kind: 'decimal', there } });
export const int = (js: string): Value => ({ js, type: { kind: 'int', there: true } });

/** Whether it is never null. */
export const isThere = ({ type }: Value): boolean => 'there' in type && type.there;

/** The same value under a name, for code that needs it twice. */
export function named(block: Block, value: Value): Value {
  const js = isLiteral(value.js) ? value.js : block.variable(value.js);
  return js === value.js ? value : { ...value, js };
}

const isLiteral = (js: string): boolean => /^"[^"\\]*"$/.test(js);
