/** A JSON Schema (2020-12) as far as types of expressions are taken from it; `format: decimal` is an exact decimal. */
export type JsonSchema = boolean | { readonly [key: string]: unknown };

/** The names an expression may use, each with its shape. */
export type Scope = Readonly<Record<string, JsonSchema>>;

/** The values of those names, as plain JSON: amounts are strings or numbers, as they were read. */
export type Variables = Readonly<Record<string, unknown>>;

export interface CompiledExpression {
  /** Without the `=`; for a constant, the constant as text. */
  readonly source: string;
  /** The CEL type it was checked to have: `string`, `bool`, `int`, `double`, `decimal`, `list<…>`, `map<…>`, `dyn`, or an object type's name. */
  readonly type: string;
  /** The value, if it is a constant. */
  readonly constant?: unknown;
  /** The segments, if it is a plain null-safe path like `invoice.seller.name`. */
  readonly path?: readonly string[];
  /** Null for an absent value. Throws EXPRESSION_FAILED. */
  evaluate(variables: Variables): unknown;
}
