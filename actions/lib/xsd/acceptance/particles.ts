import type { SchemaNode } from '../schema-node.ts';
import { resolveName, type SchemaSet } from '../schema-set.ts';

/** What the content of an element is made of (XML Schema part 1, 3.9). */
export type Particle = Occurrence &
  (
    | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly Particle[] }
    /** Of an element that is referred to, its global declaration. */
    | { readonly kind: 'element'; readonly node: SchemaNode }
    | { readonly kind: 'wildcard'; readonly node: SchemaNode }
    /** What is not modelled here, or not in hand: nothing that stands there is certainly right. */
    | { readonly kind: 'unknown' }
  );

export interface Occurrence {
  readonly least: number;
  readonly most: number;
}

export const once: Occurrence = { least: 1, most: 1 };

/** The content that a complex type or a derivation has among its children. */
export const contentOf = ({ children }: SchemaNode, set: SchemaSet): Particle => ({
  kind: 'sequence',
  parts: children.filter(({ name }) => !ofAttributes.has(name)).map((each) => particleOf(each, set, 0)),
  ...once,
});

const ofAttributes: ReadonlySet<string> = new Set(['attribute', 'attributeGroup', 'anyAttribute']);
const deepest = 100;

function particleOf(node: SchemaNode, set: SchemaSet, depth: number): Particle {
  const { minOccurs = '1', maxOccurs = '1', ref } = node.attributes;
  const least = Number(minOccurs);
  const most = maxOccurs === 'unbounded' ? Number.POSITIVE_INFINITY : Number(maxOccurs);
  const isOccurrence = least <= most && depth < deepest;
  const target = ref === undefined ? undefined : resolveName(ref, node.namespaces);
  return { ...(isOccurrence ? kindOf(node, target, set, depth) : unknown), least, most };
}

const unknown = { kind: 'unknown' } as const;

type Kind = Particle extends infer Each ? (Each extends Particle ? Omit<Each, keyof Occurrence> : never) : never;

function kindOf(node: SchemaNode, ref: string | undefined, set: SchemaSet, depth: number): Kind {
  const partsOf = ({ children }: SchemaNode) => children.map((each) => particleOf(each, set, depth + 1));
  const group = ref === undefined ? undefined : set.global('group', ref);
  const element = ref === undefined ? node : set.global('element', ref);
  switch (node.name) {
    case 'sequence':
    case 'choice':
      return { kind: node.name, parts: partsOf(node) };
    case 'element':
      return element ? { kind: 'element', node: element } : unknown;
    case 'any':
      return { kind: 'wildcard', node };
    case 'group':
      return group ? { kind: 'sequence', parts: partsOf(group) } : unknown;
    default:
      return unknown;
  }
}
