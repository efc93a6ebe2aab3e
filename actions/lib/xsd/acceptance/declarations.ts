import type { LongLists } from '../long-lists.ts';
import type { SchemaNode } from '../schema-node.ts';
import { expanded, resolveName, type SchemaSet } from '../schema-set.ts';
import { isBuiltIn, type SimpleType } from '../simple-type.ts';
import { AttributesRule, type AttributeUse } from './attributes.ts';
import { childrenOf } from './children.ts';
import { contentOf, once, type Particle } from './particles.ts';
import type { ElementRule, TypeRule } from './rules.ts';
import { anyValues, type Values, valuesOf } from './values.ts';

/** The elements of a schema set. What one of them is, is found out when a document has the first. */
export class Declarations {
  readonly #set: SchemaSet;
  readonly #lists: LongLists;
  readonly #elements = new Map<SchemaNode, ElementRule>();
  readonly #types = new Map<SchemaNode, TypeRule | undefined>();
  readonly #values = new Map<SimpleType, Values | undefined>();

  constructor(set: SchemaSet, lists: LongLists) {
    this.#set = set;
    this.#lists = lists;
  }

  /** Undefined where none is declared globally. */
  global(namespace: string, local: string): ElementRule | undefined {
    const node = this.#set.global('element', expanded(namespace, local));
    return node && this.element(node);
  }

  element(node: SchemaNode): ElementRule {
    const known = this.#elements.get(node);
    if (known !== undefined) return known;
    const made = new Element(node, () => this.#typeOf(node));
    this.#elements.set(node, made);
    return made;
  }

  #typeOf(node: SchemaNode): TypeRule | undefined {
    const constrained = node.children.some(({ name }) => name !== 'complexType' && name !== 'simpleType');
    if (constrained || isTrue(node.attributes.abstract)) return undefined;
    const [inline] = node.children;
    const { type } = node.attributes;
    if (inline?.name === 'complexType') return this.#complex(inline);
    if (inline !== undefined) return this.#simple(this.#lists.types.of(inline));
    if (type === undefined) return undefined;
    const name = resolveName(type, node.namespaces);
    const declared = this.#set.global('type', name);
    if (declared?.name === 'complexType') return this.#complex(declared);
    const simple = this.#lists.types.named(name);
    return simple && this.#simple(simple);
  }

  #simple(type: SimpleType): TypeRule | undefined {
    const values = this.#valuesOf(type);
    return values && { attributes: none, content: { values } };
  }

  #valuesOf(type: SimpleType): Values | undefined {
    if (!this.#values.has(type)) this.#values.set(type, valuesOf(type, this.#lists));
    return this.#values.get(type);
  }

  #complex(node: SchemaNode): TypeRule | undefined {
    if (!this.#types.has(node)) this.#types.set(node, this.#makeComplex(node));
    return this.#types.get(node);
  }

  #makeComplex(node: SchemaNode): TypeRule | undefined {
    if (isTrue(node.attributes.abstract)) return undefined;
    const attributes = this.#attributesOf(node, 0);
    const content = attributes && this.#contentOf(node);
    return content && { attributes: new AttributesRule(attributes), content };
  }

  #contentOf(node: SchemaNode): TypeRule['content'] | undefined {
    const simple = node.children.find(({ name }) => name === 'simpleContent');
    if (simple !== undefined) {
      const type = this.#lists.types.contentOf(simple.children[0]);
      const values = type && this.#valuesOf(type);
      return values && { values };
    }
    const complex = node.children.find(({ name }) => name === 'complexContent');
    const particle = this.#particleOf(node, 0);
    return (
      particle && childrenOf(particle, isTrue(complex?.attributes.mixed ?? node.attributes.mixed), this, this.#set)
    );
  }

  /** An extension has the content of its base, and its own behind it; a restriction says all of it again. */
  #particleOf(node: SchemaNode, depth: number): Particle | undefined {
    const derivation = derivationOf(node);
    if (derivation?.name !== 'extension') return contentOf(derivation ?? node, this.#set);
    const base = this.#baseOf(derivation);
    const before = base && depth < deepest ? this.#particleOf(base, depth + 1) : undefined;
    return before && { kind: 'sequence', parts: [before, contentOf(derivation, this.#set)], ...once };
  }

  /** By expanded name; those of the base are taken over, and those of a restriction take their place. */
  #attributesOf(node: SchemaNode, depth: number): Map<string, AttributeUse> | undefined {
    if (depth > deepest) return undefined;
    const derivation = derivationOf(node);
    const base = derivation && this.#baseOf(derivation);
    if (derivation !== undefined && base === undefined && !this.#isSimple(derivation)) return undefined;
    const uses = base === undefined ? new Map<string, AttributeUse>() : this.#attributesOf(base, depth + 1);
    return uses && this.#gatherUses(derivation ?? node, uses, depth) ? uses : undefined;
  }

  #gatherUses(node: SchemaNode, uses: Map<string, AttributeUse>, depth: number): boolean {
    return node.children.every((child) => {
      if (child.name === 'attribute') this.#gatherUse(child, uses);
      if (child.name !== 'attributeGroup') return true;
      const group = this.#set.global('attributeGroup', resolveName(child.attributes.ref ?? '', child.namespaces));
      return group !== undefined && depth < deepest && this.#gatherUses(group, uses, depth + 1);
    });
  }

  #gatherUse(node: SchemaNode, uses: Map<string, AttributeUse>): void {
    const ref = node.attributes.ref && resolveName(node.attributes.ref, node.namespaces);
    const declared = ref ? this.#set.global('attribute', ref) : node;
    const name = ref || expanded(this.#set.namespaceOf(node, 'attributeFormDefault'), node.attributes.name ?? '');
    const { use, fixed = declared?.attributes.fixed } = node.attributes;
    const required = use === 'required' || (use === 'prohibited' && uses.get(name)?.required === true);
    uses.set(name, {
      required,
      fixed,
      values: use === 'prohibited' ? undefined : declared && this.#valuesOfAttribute(declared),
    });
  }

  #valuesOfAttribute(node: SchemaNode): Values | undefined {
    const [inline] = node.children;
    const { type } = node.attributes;
    if (inline !== undefined) return this.#valuesOf(this.#lists.types.of(inline));
    if (type === undefined) return anyValues;
    const simple = this.#lists.types.named(resolveName(type, node.namespaces));
    return simple && this.#valuesOf(simple);
  }

  /** The complex type that another is derived from; undefined where that is a simple one, or is not in hand. */
  #baseOf(derivation: SchemaNode): SchemaNode | undefined {
    const base = this.#set.global('type', baseNameOf(derivation));
    return base?.name === 'complexType' ? base : undefined;
  }

  #isSimple(derivation: SchemaNode): boolean {
    const name = baseNameOf(derivation);
    return isBuiltIn(name) || this.#set.global('type', name) !== undefined;
  }
}

const deepest = 50;
const none = new AttributesRule(new Map());

const baseNameOf = ({ attributes, namespaces }: SchemaNode): string => resolveName(attributes.base ?? '', namespaces);

/** How a complex type is made of another. */
function derivationOf(node: SchemaNode): SchemaNode | undefined {
  const content = node.children.find(({ name }) => name === 'simpleContent' || name === 'complexContent');
  return content?.children.find(({ name }) => name === 'extension' || name === 'restriction');
}

class Element implements ElementRule {
  readonly fixed: string | undefined;
  readonly preset: boolean;
  #typeOf: (() => TypeRule | undefined) | undefined;
  #type: TypeRule | undefined;

  constructor({ attributes }: SchemaNode, typeOf: () => TypeRule | undefined) {
    this.fixed = attributes.fixed;
    this.preset = attributes.fixed !== undefined || attributes.default !== undefined;
    this.#typeOf = typeOf;
  }

  get type(): TypeRule | undefined {
    if (this.#typeOf !== undefined) {
      this.#type = this.#typeOf();
      this.#typeOf = undefined;
    }
    return this.#type;
  }
}

const isTrue = (value: string | undefined): boolean => value === 'true' || value === '1';
