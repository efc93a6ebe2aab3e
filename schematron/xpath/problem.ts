/**
 * A mistake in an expression that is known before any document is seen. `code` is the official one of XPath 2.0
 * (XPST0003 syntax, XPST0008 unknown name, XPST0017 unknown function, XPST0081 unknown prefix …). The offsets are in
 * the expression's text; who knows the file turns them into a line and a column.
 */
export class StaticProblem extends Error {
  readonly code: string;
  readonly start: number;
  readonly end: number;

  constructor(code: string, message: string, start: number, end: number) {
    super(message);
    this.name = 'StaticProblem';
    this.code = code;
    this.start = start;
    this.end = end;
  }
}

export class SyntaxProblem extends StaticProblem {
  constructor(message: string, start: number, end: number) {
    super('XPST0003', message, start, end);
  }
}
