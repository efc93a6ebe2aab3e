import type { TextAttribute, TextElement } from '../../xml-text/index.ts';

interface Known {
  readonly parent: TextElement | undefined;
  readonly step: string;
}

/** The XPath of places in a document, with the prefixes of the mapping. Looked for only when somebody asks. */
export class XPaths {
  readonly #root: TextElement;
  readonly #prefixes: ReadonlyMap<string, string>;
  #known: Map<TextElement, Known> | undefined;

  constructor(root: TextElement, namespaces: readonly (readonly [prefix: string, namespace: string])[]) {
    this.#root = root;
    this.#prefixes = new Map(namespaces.map(([prefix, namespace]) => [namespace, prefix]));
  }

  of(element: TextElement, attribute?: TextAttribute): string {
    this.#known ??= this.#walk();
    let path = attribute === undefined ? '' : `/@${attribute.name}`;
    for (let at: TextElement | undefined = element; at !== undefined; ) {
      const known: Known | undefined = this.#known.get(at);
      path = `/${known?.step}${path}`;
      at = known?.parent;
    }
    return path;
  }

  #walk(): Map<TextElement, Known> {
    const known = new Map<TextElement, Known>([[this.#root, { parent: undefined, step: this.#name(this.#root) }]]);
    const open = [this.#root];
    for (let parent = open.pop(); parent !== undefined; parent = open.pop()) {
      const children = parent.children.filter((child) => 'name' in child);
      const totals = new Map<string, number>();
      for (const child of children) totals.set(this.#name(child), (totals.get(this.#name(child)) ?? 0) + 1);
      const counts = new Map<string, number>();
      for (const child of children) {
        const name = this.#name(child);
        const count = (counts.get(name) ?? 0) + 1;
        counts.set(name, count);
        known.set(child, { parent, step: (totals.get(name) ?? 0) > 1 ? `${name}[${count}]` : name });
        open.push(child);
      }
    }
    return known;
  }

  /** A name without prefix is in no namespace for XPath 1.0: what has no prefix anywhere is found by its local name. */
  #name({ name, local, namespace }: TextElement): string {
    const prefix = this.#prefixes.get(namespace);
    if (prefix !== undefined && prefix !== '') return `${prefix}:${local}`;
    return namespace === '' || name.includes(':') ? name : `*[local-name()='${local}']`;
  }
}
