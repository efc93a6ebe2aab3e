/**
 * An error that an expression raises on a document. `code` is the official one: XPTY0004 wrong type or number of items,
 * FORG0001 a value that cannot be cast, FOAR0001 division by zero … An assertion that raises one is neither held nor failed.
 */
export class DynamicError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'DynamicError';
    this.code = code;
  }
}
