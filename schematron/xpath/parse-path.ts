import { type Axis, type Expression, fn, type NodeTest, type Span, type Step } from './ast.ts';
import type { Cursor } from './cursor.ts';
import { parseSequence, parseSingle } from './parse.ts';
import { atKindTest, parseKindTest } from './parse-type.ts';

const axes: ReadonlySet<string> = new Set<Axis>([
  'child',
  'descendant',
  'attribute',
  'self',
  'descendant-or-self',
  'following-sibling',
  'following',
  'namespace',
  'parent',
  'ancestor',
  'preceding-sibling',
  'preceding',
  'ancestor-or-self',
]);

/** PathExpr: `/`, `/a/b`, `//a`, `a/b//c`. */
export function parsePath(cursor: Cursor): Expression {
  const start = cursor.token.start;
  const steps: Expression[] = [];
  if (cursor.isSymbol('/')) {
    const root = cursor.next();
    steps.push({ kind: 'root', start: root.start, end: root.end });
    if (!atStep(cursor)) return { kind: 'root', ...cursor.since(start) };
    steps.push(parseStep(cursor));
  } else if (cursor.isSymbol('//')) {
    const root = cursor.next();
    steps.push({ kind: 'root', start: root.start, end: root.end }, anywhere(root));
    steps.push(parseStep(cursor));
  } else {
    steps.push(parseStep(cursor));
  }
  for (;;) {
    if (cursor.isSymbol('//')) steps.push(anywhere(cursor.next()));
    else if (!cursor.takeSymbol('/')) break;
    steps.push(parseStep(cursor));
  }
  const [only] = steps;
  if (only !== undefined && steps.length === 1) return only;
  return { kind: 'path', steps, ...cursor.since(start) };
}

/** `//` is short for a step to every descendant and the node itself. */
function anywhere({ start, end }: Span): Step {
  return { kind: 'step', axis: 'descendant-or-self', test: { node: 'node' }, predicates: [], start, end };
}

function atStep(cursor: Cursor): boolean {
  const { type, text } = cursor.token;
  if (type === 'end') return false;
  return type !== 'symbol' || ['.', '..', '@', '*', '$', '('].includes(text);
}

/** StepExpr: a step along an axis, or any primary expression with predicates. */
function parseStep(cursor: Cursor): Expression {
  const start = cursor.token.start;
  if (cursor.takeSymbol('..')) return withPredicates(cursor, start, { axis: 'parent', test: { node: 'node' } });
  if (cursor.takeSymbol('@')) return withPredicates(cursor, start, nodeTest(cursor, 'attribute'));
  const { type, text } = cursor.token;
  if (type === 'name' && cursor.isSymbol('::', 1)) {
    if (!isAxis(text)) return cursor.fail('an axis is expected here');
    cursor.next();
    cursor.next();
    return withPredicates(cursor, start, nodeTest(cursor, text));
  }
  const isCall = type === 'name' && cursor.isSymbol('(', 1) && !atKindTest(cursor);
  if ((type === 'name' && !isCall) || cursor.isSymbol('*')) {
    return withPredicates(cursor, start, nodeTest(cursor, 'child'));
  }
  const base = parsePrimary(cursor);
  const predicates = parsePredicates(cursor);
  return predicates.length === 0 ? base : { kind: 'filter', base, predicates, ...cursor.since(start) };
}

function nodeTest(cursor: Cursor, axis: Axis): { axis: Axis; test: NodeTest } {
  if (atKindTest(cursor)) {
    const test = parseKindTest(cursor);
    // `attribute()` and `schema-attribute()` without an axis stand for the attribute axis.
    return { axis: axis === 'child' && test.node === 'attribute' ? 'attribute' : axis, test };
  }
  if (cursor.takeSymbol('*')) return { axis, test: { node: 'principal' } };
  if (cursor.token.type !== 'name') cursor.fail('a name or a kind of node is expected here');
  const token = cursor.next();
  if (token.text.startsWith('*:')) return { axis, test: { node: 'principal', local: token.text.slice(2) } };
  const { prefix, uri, local } = cursor.expand(token, axis === 'attribute' ? '' : cursor.elementNamespace);
  return { axis, test: local === '*' ? { node: 'principal', uri } : { node: 'principal', prefix, uri, local } };
}

function withPredicates(cursor: Cursor, start: number, step: { axis: Axis; test: NodeTest }): Step {
  const predicates = parsePredicates(cursor);
  return { kind: 'step', ...step, predicates, ...cursor.since(start) };
}

function parsePredicates(cursor: Cursor): Expression[] {
  const predicates: Expression[] = [];
  while (cursor.takeSymbol('[')) {
    predicates.push(parseSequence(cursor));
    cursor.expectSymbol(']');
  }
  return predicates;
}

/** PrimaryExpr */
function parsePrimary(cursor: Cursor): Expression {
  const token = cursor.token;
  const { type, text, start } = token;
  if (type === 'string' || type === 'integer' || type === 'decimal' || type === 'double') {
    cursor.next();
    return { kind: 'literal', type, value: text, ...cursor.since(start) };
  }
  if (cursor.takeSymbol('$')) {
    const name = cursor.expectName('');
    return { kind: 'variable', name, ...cursor.since(start) };
  }
  if (cursor.takeSymbol('.')) return { kind: 'context', ...cursor.since(start) };
  if (cursor.takeSymbol('(')) {
    if (cursor.takeSymbol(')')) return { kind: 'sequence', items: [], ...cursor.since(start) };
    const inner = parseSequence(cursor);
    cursor.expectSymbol(')');
    return inner;
  }
  if (type === 'name') return parseCall(cursor);
  return cursor.fail('an expression is expected here');
}

function parseCall(cursor: Cursor): Expression {
  const start = cursor.token.start;
  const name = cursor.expectName(fn);
  const given: Expression[] = [];
  cursor.expectSymbol('(');
  if (!cursor.takeSymbol(')')) {
    do given.push(parseSingle(cursor));
    while (cursor.takeSymbol(','));
    cursor.expectSymbol(')');
  }
  return { kind: 'call', name, arguments: given, ...cursor.since(start) };
}

function isAxis(text: string): text is Axis {
  return axes.has(text);
}
