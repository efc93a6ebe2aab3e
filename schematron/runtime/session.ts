import type { Tree } from '../tree/index.ts';
import { DynamicError } from './error.ts';
import type { Temporal } from './temporal.ts';

/** One validation: the document, the documents that stand beside the rule set, and what was found out on the way. */
export interface Session {
  readonly tree: Tree;
  readonly documents: readonly Tree[];
  /** What fn:current-dateTime answers, the same throughout. */
  readonly now: () => Temporal;
  /** Upper bound of the steps that the document may cause; generated code counts. */
  readonly budget: number;
  /** What forgets, when the validation ends, that which was found out on the way. */
  readonly atEnd: (() => void)[];
}

const zeros = new WeakMap<Tree, Uint8Array>();

/** So many zeros, for one rule set at a time; they go with the document that they are for. */
export function zerosBeside(tree: Tree, count: number): Uint8Array {
  const before = zeros.get(tree);
  if (before !== undefined && before.length >= count) return before.fill(0, 0, count);
  const fresh = new Uint8Array(count);
  zeros.set(tree, fresh);
  return fresh;
}

/** Nodes of the first document beside the rule set have ids from here on, those of the second from twice that, … */
export const documentStride = 2 ** 32;

export function treeOf(session: Session, node: number): Tree {
  if (node < documentStride) return session.tree;
  const tree = session.documents[Math.floor(node / documentStride) - 1];
  if (tree === undefined) throw new Error(`no document holds node ${node}`);
  return tree;
}

/** The id of `node` in its own tree. */
export function idIn(node: number): number {
  return node < documentStride ? node : node % documentStride;
}

/** What has to be added to an id of the node's tree. */
export function baseOf(node: number): number {
  return node < documentStride ? 0 : node - (node % documentStride);
}

/** Ends a validation whose budget is used up. */
export function spent(): never {
  throw new BudgetExceeded();
}

/** The document makes the rules do more work than is allowed; nothing more is judged. */
export class BudgetExceeded extends DynamicError {
  constructor() {
    super('TIMBRE01', 'the rules take too many steps on this document');
    this.name = 'BudgetExceeded';
  }
}
