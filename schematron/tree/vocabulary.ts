import type { ExpandedName } from './tree.ts';

/**
 * The names and paths that rule sets ask for, as small numbers, one table for the process: generated code compares numbers.
 * Only rule sets add to it, never a document, so that documents from outside cannot make it grow.
 */
export class Vocabulary {
  readonly #ids = new Map<string, number>();
  readonly #names: ExpandedName[] = [{ uri: '', local: '' }];
  readonly #paths: { readonly parent: number; readonly name: number }[] = [
    { parent: 0, name: 0 },
    { parent: 0, name: 0 },
  ];
  /** Of a path that has any. */
  readonly #children: (Map<number, number> | undefined)[] = [];

  /** Number of names; ids are 1 … names - 1. */
  get names(): number {
    return this.#names.length;
  }

  /** Number of paths; 0 is none, 1 the document. */
  get paths(): number {
    return this.#paths.length;
  }

  /** The id of a name, added if it is new. For rule sets. */
  addName(uri: string, local: string): number {
    const key = `${uri}\n${local}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#names.push({ uri, local }) - 1;
    this.#ids.set(key, id);
    return id;
  }

  /** The path of a child element with this name, added if it is new: `addPath(addPath(1, Invoice), ID)` is `/Invoice/ID`. */
  addPath(parent: number, name: number): number {
    let children = this.#children[parent];
    const known = children?.get(name);
    if (known !== undefined) return known;
    if (children === undefined) {
      children = new Map();
      this.#children[parent] = children;
    }
    const id = this.#paths.push({ parent, name }) - 1;
    children.set(name, id);
    return id;
  }

  /** The id of a name that a rule set knows, or 0. */
  findName(uri: string, local: string): number {
    return this.#ids.get(`${uri}\n${local}`) ?? 0;
  }

  /** The path of a child, or 0 where no rule set asked for it. */
  findPath(parent: number, name: number): number {
    return this.#children[parent]?.get(name) ?? 0;
  }

  name(id: number): ExpandedName {
    return this.#names[id] as ExpandedName;
  }

  /** A path's names from the root, e.g. Invoice, ID. */
  pathNames(path: number): readonly ExpandedName[] {
    const names: ExpandedName[] = [];
    for (let p = path; p > 1; p = this.#paths[p]?.parent ?? 0) names.unshift(this.name(this.#paths[p]?.name ?? 0));
    return names;
  }
}

/** The process's own. */
export const vocabulary = new Vocabulary();
