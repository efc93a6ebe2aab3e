import { applyPatches, encodeXmlText, type Patch } from '../xml-text/index.ts';
import { type CodeSet, Codes } from './codes.ts';
import type { SchemaNode } from './schema-node.ts';
import type { SchemaFile, SchemaSet } from './schema-set.ts';
import { normalise, type SimpleType, SimpleTypes, type WhiteSpace } from './simple-type.ts';

/** A list that is looked up here instead of searched by libxml2, which goes through it value by value. */
export interface CodeCheck {
  /** Of the type whose enumeration it is; undefined for one that stands where it is used. */
  readonly typeName: string | undefined;
  readonly codes: CodeSet;
  /** Of the type that the value has. */
  readonly whiteSpace: WhiteSpace;
}

/** Enumerations longer than this are taken out of the schema. */
const longestEnumeration = 50;

/** The long enumerations of a schema set: which they are, and what a type has to do with them. */
export class LongLists {
  readonly types: SimpleTypes;
  readonly #codes = new Map<SchemaNode, CodeSet>();

  constructor(set: SchemaSet) {
    this.types = new SimpleTypes(set);
    for (const file of set.files) this.#visit(file.root);
    const pinned = new Set<SimpleType>();
    for (const type of this.types.all) for (const part of type.parts) pin(part, pinned);
    for (const type of this.types.all) {
      const { restriction, base } = type;
      if (restriction === undefined || base === undefined || !type.textual || !type.atomic || pinned.has(type))
        continue;
      if (restriction.enumerations.size <= longestEnumeration) continue;
      // XML Schema part 2, 4.3.5: an enumeration's values are of the base type, and so is their white space.
      this.#codes.set(restriction, normalised(restriction.enumerations, base.whiteSpace));
    }
  }

  get size(): number {
    return this.#codes.size;
  }

  /** The look-up for values of a type; undefined where libxml2 checks the nearest enumeration, or there is none. */
  checkOf(type: SimpleType | undefined): CodeCheck | undefined {
    for (let each = type; each !== undefined && type !== undefined; each = each.base) {
      if (each.restriction === undefined || each.restriction.enumerations.size === 0) continue;
      const codes = this.#codes.get(each.restriction);
      return codes && { typeName: each.name, codes, whiteSpace: type.whiteSpace };
    }
    return undefined;
  }

  /** A schema document without its long enumerations; all other facets stay. */
  strip({ root, encoding }: SchemaFile, bytes: Uint8Array): Uint8Array {
    const cuts: Patch[] = [];
    const gather = (node: SchemaNode): void => {
      if (this.#codes.has(node)) for (const [start, end] of node.cuts) cuts.push({ start, end, text: '' });
      for (const child of node.children) gather(child);
    };
    gather(root);
    if (cuts.length === 0) return bytes;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(encoding);
    return encodeXmlText(applyPatches(text, cuts), encoding);
  }

  #visit(node: SchemaNode): void {
    if (node.name === 'simpleType') this.types.of(node);
    for (const child of node.children) this.#visit(child);
  }
}

/** The values themselves where nothing changes: a list is long enough once. */
export function normalised(values: CodeSet, whiteSpace: WhiteSpace): CodeSet {
  const codes = new Codes();
  let changed = false;
  for (const value of values) {
    const code = normalise(value, whiteSpace);
    changed ||= code !== value;
    codes.add(code);
  }
  return changed ? codes : values;
}

/** A list or union checks its parts inside libxml2, so they and what they restrict stay whole. */
function pin(type: SimpleType, pinned: Set<SimpleType>): void {
  for (let each: SimpleType | undefined = type; each !== undefined; each = each.base) {
    if (pinned.has(each)) return;
    pinned.add(each);
    for (const part of each.parts) pin(part, pinned);
  }
}
