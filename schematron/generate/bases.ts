import type { Expression, Step } from '../xpath/index.ts';
import { alternativesOf } from './alternatives.ts';
import type { ModuleBuilder } from './module.ts';
import type { Scope } from './scope.ts';

/**
 * What the path of a rule's context lets us know. Where it is an absolute path of elements, everything below it has a
 * known path too, and the tree tells in one look whether there is any element at a path.
 */
export interface Base {
  /** Identifier of the table of paths below the context, for the document at hand. */
  readonly table: string;
  /** Whether the context is the document's root element, so that each path below it is below it alone. */
  readonly exact: boolean;
}

/** Of a context like `/Invoice | /CreditNote` or `/Invoice/TaxTotal`. */
export function baseOf(context: Expression, module: ModuleBuilder): Base | undefined {
  const bases = alternativesOf(context).map((alternative) => absoluteNames(alternative, module));
  const known = bases.filter((base) => base !== undefined);
  const roots = new Set(known.map(([root]) => root));
  if (known.length < bases.length || roots.size < known.length) return undefined;
  return { table: module.pathTable(known), exact: known.every(({ length }) => length === 1) };
}

function absoluteNames(e: Expression, module: ModuleBuilder): string[] | undefined {
  if (e.kind === 'filter') return undefined;
  const [root, ...steps] = e.kind === 'path' ? e.steps : [];
  if (root?.kind !== 'root' || steps.length === 0 || !steps.every(isNamedChild)) return undefined;
  return steps.map((step) => nameOf(step, module));
}

/** A step to children of one name, perhaps with predicates. */
export function isNamedChild(e: Expression): e is Step {
  return (
    e.kind === 'step' &&
    e.axis === 'child' &&
    (e.test.node === 'principal' || e.test.node === 'element') &&
    e.test.uri !== undefined &&
    e.test.local !== undefined
  );
}

/** The same without predicates. */
export function isPlainChild(e: Expression): e is Step {
  return isNamedChild(e) && e.predicates.length === 0;
}

export function nameOf({ test }: Step, module: ModuleBuilder): string {
  return module.name(test.uri ?? '', test.local ?? '', test.prefix);
}

/** The steps at the beginning that only name children, as identifiers of their names. */
export function leadingNames(
  steps: readonly Expression[],
  module: ModuleBuilder,
  isChild: (e: Expression) => e is Step,
): string[] {
  const names: string[] = [];
  for (const step of steps) {
    if (!isChild(step)) break;
    names.push(nameOf(step, module));
  }
  return names;
}

/** The JavaScript for the first element at a path below the context. */
export function firstBelow(names: readonly string[], base: Base, scope: Scope): string {
  return `firstOfPath[${base.table}[${scope.module.slot(base.table, names)}]]`;
}
