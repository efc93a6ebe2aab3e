import type { Binding, Expression, GeneralOperator, NodeOperator, SequenceType, ValueOperator } from './ast.ts';
import { Cursor, type Namespaces } from './cursor.ts';
import { parsePath } from './parse-path.ts';
import { parseAtomicType, parseSequenceType } from './parse-type.ts';

/**
 * Reads an XPath 2.0 expression (https://www.w3.org/TR/xpath20/#nt-bnf), whole.
 * Throws a StaticProblem with offsets in `text`.
 */
export function parseExpression(text: string, namespaces: Namespaces): Expression {
  const cursor = new Cursor(text, namespaces);
  const expression = parseSequence(cursor);
  if (cursor.token.type !== 'end') cursor.fail('an operator or the end is expected here');
  return expression;
}

/** Reads a sequence type, as `as` attributes hold one. */
export function parseType(text: string, namespaces: Namespaces): SequenceType {
  const cursor = new Cursor(text, namespaces);
  const type = parseSequenceType(cursor);
  if (cursor.token.type !== 'end') cursor.fail('the end is expected here');
  return type;
}

/** Expr: single expressions with commas between them. */
export function parseSequence(cursor: Cursor): Expression {
  const start = cursor.token.start;
  const first = parseSingle(cursor);
  if (!cursor.isSymbol(',')) return first;
  const items = [first];
  while (cursor.takeSymbol(',')) items.push(parseSingle(cursor));
  return { kind: 'sequence', items, ...cursor.since(start) };
}

/** ExprSingle */
export function parseSingle(cursor: Cursor): Expression {
  const start = cursor.token.start;
  if (cursor.isWord('if') && cursor.isSymbol('(', 1)) return parseIf(cursor, start);
  for (const kind of ['for', 'some', 'every'] as const) {
    if (!cursor.isWord(kind) || !cursor.isSymbol('$', 1)) continue;
    cursor.next();
    const bindings = parseBindings(cursor);
    cursor.expectWord(kind === 'for' ? 'return' : 'satisfies');
    const body = parseSingle(cursor);
    return { kind, bindings, body, ...cursor.since(start) };
  }
  return parseOr(cursor);
}

function parseIf(cursor: Cursor, start: number): Expression {
  cursor.next();
  cursor.expectSymbol('(');
  const condition = parseSequence(cursor);
  cursor.expectSymbol(')');
  cursor.expectWord('then');
  const then = parseSingle(cursor);
  cursor.expectWord('else');
  const otherwise = parseSingle(cursor);
  return { kind: 'if', condition, then, otherwise, ...cursor.since(start) };
}

function parseBindings(cursor: Cursor): Binding[] {
  const bindings: Binding[] = [];
  do {
    cursor.expectSymbol('$');
    const name = cursor.expectName('');
    cursor.expectWord('in');
    bindings.push({ name, in: parseSingle(cursor) });
  } while (cursor.takeSymbol(','));
  return bindings;
}

function parseOr(cursor: Cursor): Expression {
  return parseLogical(cursor, 'or', () => parseLogical(cursor, 'and', () => parseComparison(cursor)));
}

function parseLogical(cursor: Cursor, kind: 'or' | 'and', operand: () => Expression): Expression {
  const start = cursor.token.start;
  const first = operand();
  if (!cursor.isWord(kind)) return first;
  const operands = [first];
  while (cursor.takeWords(kind)) operands.push(operand());
  return { kind, operands, ...cursor.since(start) };
}

const general: ReadonlySet<string> = new Set<GeneralOperator>(['=', '!=', '<', '<=', '>', '>=']);
const value: ReadonlySet<string> = new Set<ValueOperator>(['eq', 'ne', 'lt', 'le', 'gt', 'ge']);
const order: ReadonlySet<string> = new Set<NodeOperator>(['is', '<<', '>>']);

const isGeneral = (text: string): text is GeneralOperator => general.has(text);
const isValue = (text: string): text is ValueOperator => value.has(text);
const isOrder = (text: string): text is NodeOperator => order.has(text);

/** ComparisonExpr: not associative. */
function parseComparison(cursor: Cursor): Expression {
  const start = cursor.token.start;
  const left = parseRange(cursor);
  const { type, text } = cursor.token;
  if (type !== 'symbol' && type !== 'name') return left;
  if (!isGeneral(text) && !isValue(text) && !isOrder(text)) return left;
  cursor.next();
  const right = parseRange(cursor);
  const span = cursor.since(start);
  if (isGeneral(text)) return { kind: 'general', operator: text, left, right, ...span };
  if (isValue(text)) return { kind: 'value', operator: text, left, right, ...span };
  return { kind: 'order', operator: text, left, right, ...span };
}

function parseRange(cursor: Cursor): Expression {
  const start = cursor.token.start;
  const from = parseAdditive(cursor);
  if (!cursor.takeWords('to')) return from;
  const to = parseAdditive(cursor);
  return { kind: 'range', from, to, ...cursor.since(start) };
}

function parseAdditive(cursor: Cursor): Expression {
  const start = cursor.token.start;
  let left = parseMultiplicative(cursor);
  for (;;) {
    const operator = cursor.isSymbol('+') ? '+' : cursor.isSymbol('-') ? '-' : undefined;
    if (operator === undefined) return left;
    cursor.next();
    const right = parseMultiplicative(cursor);
    left = { kind: 'arithmetic', operator, left, right, ...cursor.since(start) };
  }
}

function parseMultiplicative(cursor: Cursor): Expression {
  const start = cursor.token.start;
  let left = parseUnion(cursor);
  for (;;) {
    const operator = cursor.isSymbol('*') ? '*' : (['div', 'idiv', 'mod'] as const).find((word) => cursor.isWord(word));
    if (operator === undefined) return left;
    cursor.next();
    const right = parseUnion(cursor);
    left = { kind: 'arithmetic', operator, left, right, ...cursor.since(start) };
  }
}

function parseUnion(cursor: Cursor): Expression {
  const start = cursor.token.start;
  let left = parseIntersection(cursor);
  while (cursor.takeSymbol('|') || cursor.takeWords('union')) {
    const right = parseIntersection(cursor);
    left = { kind: 'set', operator: 'union', left, right, ...cursor.since(start) };
  }
  return left;
}

function parseIntersection(cursor: Cursor): Expression {
  const start = cursor.token.start;
  let left = parseTyped(cursor);
  for (;;) {
    const operator = (['intersect', 'except'] as const).find((word) => cursor.takeWords(word));
    if (operator === undefined) return left;
    const right = parseTyped(cursor);
    left = { kind: 'set', operator, left, right, ...cursor.since(start) };
  }
}

/** InstanceofExpr, TreatExpr, CastableExpr, CastExpr: in this order of binding, loosest first, each at most once. */
function parseTyped(cursor: Cursor): Expression {
  const start = cursor.token.start;
  let operand = parseUnary(cursor);
  if (cursor.takeWords('cast', 'as'))
    operand = { kind: 'cast', operand, ...parseAtomicType(cursor), ...cursor.since(start) };
  if (cursor.takeWords('castable', 'as'))
    operand = { kind: 'castable', operand, ...parseAtomicType(cursor), ...cursor.since(start) };
  if (cursor.takeWords('treat', 'as'))
    operand = { kind: 'treat', operand, type: parseSequenceType(cursor), ...cursor.since(start) };
  if (cursor.takeWords('instance', 'of'))
    operand = { kind: 'instance', operand, type: parseSequenceType(cursor), ...cursor.since(start) };
  return operand;
}

function parseUnary(cursor: Cursor): Expression {
  const start = cursor.token.start;
  const kind = cursor.takeSymbol('-') ? 'negate' : cursor.takeSymbol('+') ? 'plus' : undefined;
  if (kind === undefined) return parsePath(cursor);
  const operand = parseUnary(cursor);
  return { kind, operand, ...cursor.since(start) };
}
