/**
 * The syntax tree of an XPath 2.0 expression. Prefixes are already resolved; every node knows which part of the
 * expression's text it was read from, so that later stages can report with a place.
 */

/** Half-open range of character offsets in the expression's text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** An expanded name; the prefix is kept for messages only. */
export interface Name {
  readonly prefix: string;
  readonly uri: string;
  readonly local: string;
}

export type Axis =
  | 'child'
  | 'descendant'
  | 'attribute'
  | 'self'
  | 'descendant-or-self'
  | 'following-sibling'
  | 'following'
  | 'namespace'
  | 'parent'
  | 'ancestor'
  | 'preceding-sibling'
  | 'preceding'
  | 'ancestor-or-self';

export type NodeKind =
  | 'node'
  | 'element'
  | 'attribute'
  | 'text'
  | 'comment'
  | 'processing-instruction'
  | 'document-node';

/** What a step selects. In a name, an absent `uri` or `local` stands for `*`. */
export interface NodeTest {
  readonly node: NodeKind | 'principal';
  /** As written, for messages only. */
  readonly prefix?: string;
  readonly uri?: string;
  readonly local?: string;
}

export type ItemTest =
  | { readonly is: 'item' }
  | { readonly is: 'node'; readonly test: NodeTest }
  | { readonly is: 'atomic'; readonly name: Name };

export interface SequenceType {
  readonly item: ItemTest | 'empty';
  readonly occurs: 'one' | 'optional' | 'any' | 'some';
}

export type GeneralOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type ValueOperator = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';
export type NodeOperator = 'is' | '<<' | '>>';
export type ArithmeticOperator = '+' | '-' | '*' | 'div' | 'idiv' | 'mod';
export type SetOperator = 'union' | 'intersect' | 'except';

export interface Step extends Span {
  readonly kind: 'step';
  readonly axis: Axis;
  readonly test: NodeTest;
  readonly predicates: readonly Expression[];
}

export interface Binding {
  readonly name: Name;
  readonly in: Expression;
}

export interface Literal extends Span {
  readonly kind: 'literal';
  readonly type: 'string' | 'integer' | 'decimal' | 'double';
  readonly value: string;
}

export interface Call extends Span {
  readonly kind: 'call';
  readonly name: Name;
  readonly arguments: readonly Expression[];
}

/** `steps` are evaluated one after the other, each for every node of the one before; the first one for the context. */
export interface Path extends Span {
  readonly kind: 'path';
  readonly steps: readonly Expression[];
}

interface CastTarget extends Span {
  readonly operand: Expression;
  readonly type: Name;
  /** Whether the empty sequence is allowed. */
  readonly optional: boolean;
}

export type Expression =
  | Literal
  | Call
  | Path
  | Step
  | (Span & { readonly kind: 'variable'; readonly name: Name })
  | (Span & { readonly kind: 'context' })
  | (Span & { readonly kind: 'root' })
  | (Span & { readonly kind: 'sequence'; readonly items: readonly Expression[] })
  | (Span & { readonly kind: 'filter'; readonly base: Expression; readonly predicates: readonly Expression[] })
  | (Span & { readonly kind: 'or' | 'and'; readonly operands: readonly Expression[] })
  | (Span & {
      readonly kind: 'general';
      readonly operator: GeneralOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Span & {
      readonly kind: 'value';
      readonly operator: ValueOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Span & {
      readonly kind: 'order';
      readonly operator: NodeOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Span & {
      readonly kind: 'arithmetic';
      readonly operator: ArithmeticOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Span & {
      readonly kind: 'set';
      readonly operator: SetOperator;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Span & { readonly kind: 'range'; readonly from: Expression; readonly to: Expression })
  | (Span & { readonly kind: 'negate' | 'plus'; readonly operand: Expression })
  | (Span & { readonly kind: 'instance'; readonly operand: Expression; readonly type: SequenceType })
  | (Span & { readonly kind: 'treat'; readonly operand: Expression; readonly type: SequenceType })
  | (CastTarget & { readonly kind: 'cast' })
  | (CastTarget & { readonly kind: 'castable' })
  | (Span & {
      readonly kind: 'if';
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    })
  | (Span & { readonly kind: 'for'; readonly bindings: readonly Binding[]; readonly body: Expression })
  | (Span & {
      readonly kind: 'some' | 'every';
      readonly bindings: readonly Binding[];
      readonly body: Expression;
    });

export const xs = 'http://www.w3.org/2001/XMLSchema';
export const fn = 'http://www.w3.org/2005/xpath-functions';
