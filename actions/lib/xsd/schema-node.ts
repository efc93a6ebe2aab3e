import { TimbreError } from '../../../engine/errors.ts';
import type { Namespaces } from '../xml/index.ts';
import {
  attributeValue,
  type NamespaceScope,
  type TextElement,
  walkXmlText,
  type XmlText,
  type XmlVisitor,
} from '../xml-text/index.ts';
import { Codes } from './codes.ts';

/**
 * An element of an XML Schema document; what is inside annotations is left out, and so are enumerations (see there).
 * Nothing in it holds the document's text: that can be many times as long.
 */
export interface SchemaNode {
  /** Local name of the XSD element, e.g. `simpleType`. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** In scope here; the default namespace under the empty prefix. */
  readonly namespaces: Namespaces;
  readonly parent: SchemaNode | undefined;
  readonly children: SchemaNode[];
  /** The values of its `xs:enumeration` children. */
  readonly enumerations: Codes;
  /** Where those stand in the text, with the white space between them: what is cut out to be rid of them. */
  readonly cuts: [from: number, to: number][];
}

const xsdNamespace = 'http://www.w3.org/2001/XMLSchema';

/** Reads a schema document without a tree of it: the lists are long. Undefined when it is not one, or has a DTD. */
export function readSchemaNodes(
  bytes: Uint8Array,
): { readonly root: SchemaNode; readonly encoding: XmlText['encoding'] } | undefined {
  let reader: Reader | undefined;
  try {
    const { encoding } = walkXmlText(bytes, (text) => {
      reader = new Reader(text);
      return reader;
    });
    return reader?.root && { root: reader.root, encoding };
  } catch (thrown) {
    if (thrown instanceof TimbreError) return undefined;
    throw thrown;
  }
}

class Reader implements XmlVisitor {
  root: SchemaNode | undefined;
  readonly #text: string;
  readonly #namespaces = new Map<NamespaceScope, Namespaces>();
  #current: SchemaNode | undefined;
  /** Open elements below the one where reading was suspended: an annotation, an enumeration, another namespace. */
  #skipped = 0;
  #enumerationFrom = -1;

  constructor(text: string) {
    this.#text = text;
  }

  open(element: TextElement): void {
    if (this.#skipped > 0) {
      this.#skipped++;
    } else if (element.namespace !== xsdNamespace || element.local === 'annotation') {
      this.#skipped = 1;
    } else if (element.local === 'enumeration' && this.#current !== undefined) {
      this.#skipped = 1;
      this.#enumerationFrom = element.start;
      const value = element.attribute('value');
      this.#current.enumerations.add(value === undefined ? '' : attributeValue(this.#text, value));
    } else {
      const node = this.#node(element);
      this.#current?.children.push(node);
      this.#current = node;
      this.root ??= node;
    }
  }

  close(element: TextElement): void {
    if (this.#skipped === 0) {
      this.#current = this.#current?.parent;
      return;
    }
    this.#skipped--;
    if (this.#skipped > 0 || this.#enumerationFrom < 0) return;
    this.#cut(this.#enumerationFrom, element.end);
    this.#enumerationFrom = -1;
  }

  characters(): void {}

  #cut(from: number, to: number): void {
    const cuts = this.#current?.cuts ?? [];
    const last = cuts.at(-1);
    if (last !== undefined && this.#text.slice(last[1], from).trim() === '') last[1] = to;
    else cuts.push([from, to]);
  }

  #node(element: TextElement): SchemaNode {
    const attributes: Record<string, string> = {};
    for (const each of element.attributes) {
      if (each.name !== 'xmlns' && !each.name.includes(':'))
        attributes[own(each.name)] = own(attributeValue(this.#text, each));
    }
    const namespaces = this.#namespaces.get(element.scope) ?? ownAll(element.scope);
    this.#namespaces.set(element.scope, namespaces);
    const parent = this.#current;
    return {
      name: own(element.local),
      attributes,
      namespaces,
      parent,
      children: [],
      enumerations: new Codes(),
      cuts: [],
    };
  }
}

function ownAll(scope: NamespaceScope): Namespaces {
  const all: Record<string, string> = {};
  for (const prefix in scope) all[own(prefix)] = own(scope[prefix] ?? '');
  return all;
}

/** A part of a text keeps all of it in memory; a copy does not. */
const own = (part: string): string => Buffer.from(part).toString();
