import type { CodeCheck } from './long-lists.ts';

/** Where looked-up values stand in an element of one type. */
export interface TypePlan {
  readonly attributes: Map<string, AttributePlan>;
  text: CodeCheck | undefined;
  /** Child elements by expanded name. XSD has all of one name in one type be of one type. */
  readonly children: Map<string, ElementPlan>;
  /** The children in or below which something is looked up, by local name: found without putting a name together. */
  readonly needed: Map<string, readonly NamedPlan[]>;
  /** `xs:any` that is not skipped: other children are the global elements. */
  open: boolean;
  openAttributes: boolean;
  /** Whether anything in or below is looked up; decided when all plans stand. */
  isNeeded: boolean;
}

export interface NamedPlan {
  readonly namespace: string;
  readonly element: ElementPlan;
}

export interface AttributePlan {
  readonly name: string;
  readonly namespace: string;
  readonly check: CodeCheck;
}

export interface ElementPlan {
  readonly type: TypePlan;
  /** A default or fixed value is declared. */
  readonly preset: boolean;
}

export interface Plan {
  readonly roots: ReadonlyMap<string, ElementPlan>;
  readonly attributes: ReadonlyMap<string, AttributePlan>;
  /** For what is let in by a wildcard and declared nowhere. */
  readonly anything: TypePlan;
}

export const emptyPlan = (): TypePlan => ({
  attributes: new Map(),
  text: undefined,
  children: new Map(),
  open: false,
  openAttributes: false,
  needed: new Map(),
  isNeeded: false,
});

export function indexNeeded(plan: TypePlan): void {
  for (const [name, element] of plan.children) {
    // Where a wildcard is, a child that is declared must not be taken for one that is not.
    if (!element.type.isNeeded && !plan.open) continue;
    const [namespace, local] = partsOf(name);
    plan.needed.set(local, [...(plan.needed.get(local) ?? []), { namespace, element }]);
  }
}

export function partsOf(name: string): readonly [namespace: string, local: string] {
  const [, namespace = '', local = ''] = /^\{(.*)\}(.*)$/.exec(name) ?? [];
  return [namespace, local];
}

/** Whether a child could be let in by a wildcard too, and be of another type then. */
export function differs(children: ReadonlyMap<string, ElementPlan>, roots: ReadonlyMap<string, ElementPlan>): boolean {
  for (const [name, child] of children) {
    const root = roots.get(name);
    if (root !== undefined && root.type !== child.type) return true;
  }
  return false;
}
