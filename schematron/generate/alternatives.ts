import type { Expression } from '../xpath/index.ts';

/**
 * The alternatives of a pattern: those of a union, also of one inside, so that each is a plain path. `(a | b)[p]/c` is
 * `a[p]/c` or `b[p]/c`, as long as no predicate asks for a position.
 */
export function alternativesOf(e: Expression): Expression[] {
  switch (e.kind) {
    case 'set':
      return e.operator === 'union' ? [...alternativesOf(e.left), ...alternativesOf(e.right)] : [e];
    case 'filter':
      return e.predicates.some(mayBePosition)
        ? [e]
        : alternativesOf(e.base).map((base) => filtered(base, e.predicates, e));
    case 'path': {
      const [first, ...rest] = e.steps;
      if (first === undefined) return [e];
      const firsts = alternativesOf(first);
      const paths = firsts.map((one) => [...stepsOf(one), ...rest]);
      return paths.flatMap((steps) => laterAlternatives({ ...e, steps }));
    }
    default:
      return [e];
  }
}

/** Unions in steps after the first. */
function laterAlternatives(e: Expression & { kind: 'path' }): Expression[] {
  const at = e.steps.findIndex((step) => step.kind === 'set' || step.kind === 'filter');
  const step = e.steps[at];
  if (at < 1 || step === undefined) return [e];
  const inner = alternativesOf(step);
  if (inner.length === 1 && inner[0] === step) return [e];
  return inner.flatMap((one) =>
    laterAlternatives({ ...e, steps: [...e.steps.slice(0, at), ...stepsOf(one), ...e.steps.slice(at + 1)] }),
  );
}

function stepsOf(e: Expression): readonly Expression[] {
  return e.kind === 'path' ? e.steps : [e];
}

/** The same path with more predicates on its last step. */
function filtered(base: Expression, predicates: readonly Expression[], whole: Expression): Expression {
  const steps = stepsOf(base);
  const last = steps.at(-1);
  if (last?.kind !== 'step') return { kind: 'filter', base, predicates, start: whole.start, end: whole.end };
  const step: Expression = { ...last, predicates: [...last.predicates, ...predicates] };
  return base.kind === 'path' ? { ...base, steps: [...steps.slice(0, -1), step] } : step;
}

/** Unless it is true or false for sure; what is left alone is matched in another way, only slower. */
function mayBePosition(predicate: Expression): boolean {
  switch (predicate.kind) {
    case 'and':
    case 'or':
      return predicate.operands.some(asksPosition);
    case 'general':
    case 'value':
      return asksPosition(predicate.left) || asksPosition(predicate.right);
    case 'step':
    case 'path':
      return asksPosition(predicate);
    case 'call':
      return !logical.has(predicate.name.local) || predicate.arguments.some(asksPosition);
    default:
      return true;
  }
}

const logical: ReadonlySet<string> = new Set([
  ...['not', 'exists', 'empty', 'boolean', 'true', 'false', 'contains', 'starts-with', 'ends-with', 'matches'],
]);

function asksPosition(e: Expression): boolean {
  if (e.kind === 'call' && (e.name.local === 'position' || e.name.local === 'last')) return true;
  if (e.kind === 'call') return e.arguments.some(asksPosition);
  if (e.kind === 'path') return e.steps.some(asksPosition);
  if (e.kind === 'and' || e.kind === 'or') return e.operands.some(asksPosition);
  if (e.kind === 'general' || e.kind === 'value' || e.kind === 'arithmetic')
    return asksPosition(e.left) || asksPosition(e.right);
  if (e.kind === 'sequence') return e.items.some(asksPosition);
  return (
    e.kind !== 'step' && e.kind !== 'literal' && e.kind !== 'variable' && e.kind !== 'context' && e.kind !== 'root'
  );
}
