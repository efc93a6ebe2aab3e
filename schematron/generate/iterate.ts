import type { Expression } from '../xpath/index.ts';
import { argument, textOf } from './convert.ts';
import { infer } from './infer.ts';
import { each } from './path.ts';
import { type Scope, withContext, withLocal } from './scope.ts';
import { simplified } from './steps.ts';
import type { Code, Kind } from './types.ts';
import { value } from './value.ts';

export type VisitItem = (item: string, kind: Kind, scope: Scope) => string;

/** The statements that run `visit` for every item of an expression, in order. */
export function eachItem(e: Expression, scope: Scope, visit: VisitItem): string {
  const type = infer(e, scope);
  if (type.empty === true) return '';
  if (type.kind === 'node') return each(e, scope, 'ordered', (node, inner) => visit(node, 'node', inner));
  if (e.kind === 'sequence' && e.items.length === 1)
    return e.items.map((item) => eachItem(item, scope, visit)).join('');
  if (e.kind === 'path') return eachOfPath(e.steps, scope, visit);
  if (e.kind === 'range') return eachOfRange(e, scope, visit);
  return eachOfCode(value(e, scope), scope, visit);
}

function eachOfPath(all: readonly Expression[], scope: Scope, visit: VisitItem): string {
  const steps = simplified(all, scope);
  const last = steps.at(-1);
  const before = steps.slice(0, -1);
  const [first] = before;
  if (last === undefined || first === undefined) return '';
  const start = first.start;
  const prefix: Expression =
    before.length === 1 ? first : { kind: 'path', steps: before, start, end: before.at(-1)?.end ?? start };
  const type = infer(prefix, scope);
  return each(prefix, scope, 'ordered', (node, inner) => {
    const context: Code = { js: node, type: { ...type, occurs: 'one' } };
    return eachItem(last, withContext(inner, context), (item, kind, deep) =>
      visit(item, kind, scope.context === undefined ? deep : { ...deep, context: scope.context }),
    );
  });
}

function eachOfRange(e: Expression & { kind: 'range' }, scope: Scope, visit: VisitItem): string {
  const { name, inner } = withLocal(scope, 'i');
  const from = argument(e.from, scope, 'count?');
  const to = argument(e.to, scope, 'count?');
  // Comparisons with undefined are false: an empty bound makes an empty range.
  return `for (let ${name} = ${from}, m${inner.depth} = ${to}; ${name} <= m${inner.depth}; ${name}++) {\nspend(20);\n${visit(name, 'count', inner)}\n}`;
}

function eachOfCode(code: Code, scope: Scope, visit: VisitItem): string {
  const { name, inner } = withLocal(scope, 'v');
  const body = visit(name, code.type.kind, inner);
  if (code.type.occurs === 'many')
    return `for (const ${name} of ${code.js}) {\nif ((budget -= 32) < 0) spent();\n${body}\n}`;
  if (code.type.occurs === 'one') return `{\nconst ${name} = ${code.js};\n${body}\n}`;
  return `{\nconst ${name} = ${code.js};\nif (${name} !== undefined) {\n${body}\n}\n}`;
}

/** As `each`, of the atomized values, in any order. */
export function eachValue(e: Expression, scope: Scope, visit: VisitItem): string {
  const type = infer(e, scope);
  const { module } = scope;
  if (type.kind === 'node') {
    const text = textOf(type, module);
    return each(e, scope, 'any', (node, inner) => {
      const js = text === 'text' ? `text(${node})` : `${module.runtime('textOf')}(session, ${node})`;
      const { name, inner: deep } = withLocal(inner, 't');
      return `const ${name} = ${js};\n${visit(name, 'untyped', deep)}`;
    });
  }
  if (type.kind !== 'item') return eachItem(e, scope, visit);
  const { name, inner } = withLocal(scope, 'v');
  const code = value(e, scope);
  const array = code.type.occurs === 'many' ? code.js : `${module.runtime('list')}(${code.js})`;
  const body = visit(name, 'atomic', inner);
  return `for (const ${name} of ${module.runtime('atomize')}(session, ${array})) {\n${body}\n}`;
}
