import type { SchemaNode } from './schema-node.ts';
import { resolveName, type SchemaSet } from './schema-set.ts';

export type WhiteSpace = 'preserve' | 'replace' | 'collapse';

/** A simple type as far as it is needed to know which values it has. */
export interface SimpleType {
  /** The name that XML Schema has for it, of a type that it has itself. */
  readonly builtIn: string | undefined;
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
const builtIn = (name: string | undefined, whiteSpace: WhiteSpace = 'collapse', textual = false): SimpleType => ({
  builtIn: name,
  name: undefined,
  atomic: true,
  restriction: undefined,
  base: undefined,
  textual,
  whiteSpace,
  parts: [],
});
const other = builtIn(undefined);
const collapsed = ['token', 'language', 'NMTOKEN', 'Name', 'NCName'];
const types = new Map<string, SimpleType>([
  [`${xs}anySimpleType`, builtIn('anySimpleType', 'preserve')],
  [`${xs}string`, builtIn('string', 'preserve', true)],
  [`${xs}normalizedString`, builtIn('normalizedString', 'replace', true)],
  ...collapsed.map((name) => [`${xs}${name}`, builtIn(name, 'collapse', true)] as const),
]);

/** Whether a type is one of XML Schema itself. */
export const isBuiltIn = (name: string): boolean => name.startsWith(xs);

/** A type of XML Schema itself; of all others it has, values are collapsed. */
function builtInOf(name: string): SimpleType {
  if (!isBuiltIn(name)) return other;
  const type = types.get(name) ?? builtIn(name.slice(xs.length));
  types.set(name, type);
  return type;
}

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
    if (node === undefined) return builtInOf(name);
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
    const { atomic, textual } = base;
    return { builtIn: undefined, name, atomic, restriction, base, textual, whiteSpace, parts: [] };
  }

  /** The type that the content of a simpleContent has, which its derivation says. */
  contentOf(derivation: SchemaNode | undefined, depth = 0): SimpleType | undefined {
    if (derivation === undefined || depth > 50) return undefined;
    const name = resolveName(derivation.attributes.base ?? '', derivation.namespaces);
    const node = this.#set.global('type', name);
    const inner = node?.children.find((child) => child.name === 'simpleContent')?.children[0];
    const inline = derivation.children.find((child) => child.name === 'simpleType');
    const base = inline
      ? this.of(inline)
      : node?.name === 'complexType'
        ? this.contentOf(inner, depth + 1)
        : this.named(name);
    if (base === undefined || derivation.name === 'extension') return base;
    return this.restricted(derivation, base, undefined);
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
  if (whiteSpace === 'preserve' || isPlain(text, 0, text.length)) return text;
  const replaced = text.replace(/[\t\n\r]/g, ' ');
  return whiteSpace === 'replace' ? replaced : replaced.replace(/ +/g, ' ').replace(/^ | $/g, '');
}

const SPACE = 32;
const AMPERSAND = 38;

/** From `start` to `end`: no white space but single spaces between other characters, and no reference. */
export function isPlain(text: string, start: number, end: number): boolean {
  let before = SPACE;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === AMPERSAND || (code <= SPACE && (before === SPACE || code !== SPACE))) return false;
    before = code;
  }
  return before !== SPACE || start === end;
}
