import type { SchemaNode } from '../schema-node.ts';
import type { SchemaSet } from '../schema-set.ts';
import { automatonOf, type Content } from './automaton.ts';
import type { Declarations } from './declarations.ts';
import type { Particle } from './particles.ts';
import type { Child, ChildrenRule, NamedChild, Wildcard } from './rules.ts';

/** Undefined for a content that is left to libxml2. */
export function childrenOf(
  particle: Particle,
  mixed: boolean,
  declarations: Declarations,
  set: SchemaSet,
): ChildrenRule | undefined {
  const children = new Children(declarations, set);
  const content = children.contentOf(particle);
  const automaton = children.areDistinct ? automatonOf(content) : undefined;
  return automaton && { ...automaton, mixed, named: children.named, wildcards: children.wildcards };
}

class Children {
  /** One name is one element. */
  areDistinct = true;
  readonly named = new Map<string, NamedChild[]>();
  readonly wildcards: Wildcard[] = [];
  readonly #nodes = new Map<NamedChild, SchemaNode>();
  readonly #declarations: Declarations;
  readonly #set: SchemaSet;

  constructor(declarations: Declarations, set: SchemaSet) {
    this.#declarations = declarations;
    this.#set = set;
  }

  contentOf(particle: Particle): Content<Child> {
    const { least, most } = particle;
    if ('parts' in particle)
      return { kind: particle.kind, parts: particle.parts.map((each) => this.contentOf(each)), least, most };
    return { kind: 'symbol', symbol: this.#childOf(particle), least, most };
  }

  #childOf(particle: Exclude<Particle, { readonly parts: unknown }>): Child {
    if (particle.kind === 'unknown') return nothing;
    return particle.kind === 'element' ? this.#named(particle.node) : this.#wildcard(particle.node);
  }

  #named(node: SchemaNode): NamedChild {
    const { name: local = '' } = node.attributes;
    const namespace = this.#set.namespaceOf(node, 'elementFormDefault');
    const same = this.named.get(local) ?? [];
    const known = same.find((each) => each.namespace === namespace);
    if (known !== undefined) {
      this.areDistinct &&= isSame(node, this.#nodes.get(known));
      return known;
    }
    const child = { namespace, element: this.#declarations.element(node) };
    this.#nodes.set(child, node);
    this.named.set(local, [...same, child]);
    return child;
  }

  #wildcard(node: SchemaNode): Wildcard {
    const wildcard = { admits: admittedBy(node, this.#set.fileOf(node)?.targetNamespace ?? '') };
    this.wildcards.push(wildcard);
    return wildcard;
  }
}

const nothing: Wildcard = { admits: () => false };

/** What stands at two places of a content is declared alike, with all that it is. */
function isSame(node: SchemaNode, other: SchemaNode | undefined): boolean {
  if (node === other) return true;
  return node.children.length === 0 && other?.children.length === 0 && meaningOf(node) === meaningOf(other);
}

function meaningOf({ attributes, namespaces }: SchemaNode): string {
  const { minOccurs: _, maxOccurs: __, ...declared } = attributes;
  return JSON.stringify([Object.entries(declared).sort(), namespaces]);
}

/** Which namespaces the elements may be of (XML Schema part 1, 3.10). What is to be skipped is left to libxml2. */
function admittedBy({ attributes }: SchemaNode, target: string): Wildcard['admits'] {
  const { namespace: names = '##any', processContents } = attributes;
  if (processContents === 'skip') return nothing.admits;
  if (names === '##any') return () => true;
  if (names === '##other') return (namespace) => namespace !== '' && namespace !== target;
  const places: Readonly<Record<string, string>> = { '##targetNamespace': target, '##local': '' };
  const admitted = new Set(names.split(/\s+/).map((each) => places[each] ?? each));
  return (namespace) => admitted.has(namespace);
}
