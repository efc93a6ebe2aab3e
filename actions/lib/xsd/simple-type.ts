import type { SchemaNode } from './schema-node.ts';
import { resolveName, type SchemaSet } from './schema-set.ts';

export type WhiteSpace = 'preserve' | 'replace' | 'collapse';

/** A simple type as far as code lists need it. */
export interface SimpleType {
  /** Local name; undefined for one that stands where it is used. */
  readonly name: string | undefined;
  /** Lists and unions are left to libxml2. */
  readonly atomic: boolean;
  /** The restriction that holds its enumerations. */
  readonly restriction: SchemaNode | undefined;
  readonly base: SimpleType | undefined;
  /** Whether two values are equal exactly when their texts are: everything that comes from xs:string. */
  readonly textual: boolean;
  readonly whiteSpace: WhiteSpace;
  /** The types a list or union is made of. */
  readonly parts: readonly SimpleType[];
}

const xs = '{http://www.w3.org/2001/XMLSchema}';
const builtIn = (whiteSpace: WhiteSpace, textual: boolean): SimpleType => ({
  name: undefined,
  atomic: true,
  restriction: undefined,
  base: undefined,
  textual,
  whiteSpace,
  parts: [],
});
const collapsed = builtIn('collapse', true);
const other = builtIn('collapse', false);
const textual: Readonly<Record<string, SimpleType>> = {
  [`${xs}string`]: builtIn('preserve', true),
  [`${xs}normalizedString`]: builtIn('replace', true),
  [`${xs}token`]: collapsed,
  [`${xs}language`]: collapsed,
  [`${xs}NMTOKEN`]: collapsed,
  [`${xs}Name`]: collapsed,
  [`${xs}NCName`]: collapsed,
};

/** Resolves simple types of a schema set, each once. */
export class SimpleTypes {
  readonly #set: SchemaSet;
  readonly #made = new Map<SchemaNode, SimpleType>();

  constructor(set: SchemaSet) {
    this.#set = set;
  }

  /** All that were resolved. */
  get all(): Iterable<SimpleType> {
    return this.#made.values();
  }

  /** The type a QName names; undefined when that is a complex type. */
  named(name: string): SimpleType | undefined {
    const node = this.#set.global('type', name);
    if (node === undefined) return textual[name] ?? other;
    return node.name === 'simpleType' ? this.of(node) : undefined;
  }

  of(node: SchemaNode): SimpleType {
    const known = this.#made.get(node);
    if (known !== undefined) return known;
    // A circular definition is no schema; libxml2 says so when it compiles.
    this.#made.set(node, other);
    const made = this.#make(node);
    this.#made.set(node, made);
    return made;
  }

  /** A restriction of a type, as a type: of a simpleType, or of the simple content of a complexType. */
  restricted(restriction: SchemaNode, base: SimpleType, name: string | undefined): SimpleType {
    const facet = restriction.children.find((child) => child.name === 'whiteSpace')?.attributes.value;
    const whiteSpace = facet === 'preserve' || facet === 'replace' || facet === 'collapse' ? facet : base.whiteSpace;
    return { name, atomic: base.atomic, restriction, base, textual: base.textual, whiteSpace, parts: [] };
  }

  #make(node: SchemaNode): SimpleType {
    const [variety] = node.children;
    const inline = (variety?.children ?? [])
      .filter((child) => child.name === 'simpleType')
      .map((each) => this.of(each));
    const refer = (names = '') =>
      names
        .split(/\s+/)
        .filter((each) => each !== '')
        .map((each) => this.named(resolveName(each, variety?.namespaces ?? {})) ?? other);
    if (variety?.name === 'restriction') {
      const [base = inline[0] ?? other] = refer(variety.attributes.base);
      return this.restricted(variety, base, node.attributes.name);
    }
    const parts = [...inline, ...refer(variety?.attributes.itemType), ...refer(variety?.attributes.memberTypes)];
    return { ...other, name: node.attributes.name, atomic: false, parts };
  }
}

/** XML Schema part 2, section 4.3.6. */
export function normalise(text: string, whiteSpace: WhiteSpace): string {
  if (whiteSpace === 'preserve' || !/[\t\n\r ]/.test(text)) return text;
  const replaced = text.replace(/[\t\n\r]/g, ' ');
  return whiteSpace === 'replace' ? replaced : replaced.replace(/ +/g, ' ').replace(/^ | $/g, '');
}
