import type { Namespaces } from '../xml/index.ts';

/** An element of an XML Schema document; what is inside annotations is left out, and so are enumerations (see there). */
export interface SchemaNode {
  /** Local name of the XSD element, e.g. `simpleType`. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** In scope here; the default namespace under the empty prefix. */
  readonly namespaces: Namespaces;
  readonly parent: SchemaNode | undefined;
  readonly children: SchemaNode[];
  /** The values of its `xs:enumeration` children. */
  readonly enumerations: string[];
  /** Where those stand in the text: what is cut out to be rid of them. */
  readonly cuts: [from: number, to: number][];
}

const xsdNamespace = 'http://www.w3.org/2001/XMLSchema';

// In canonical XML every `<` begins a tag or an instruction, every attribute has double quotes, no tag closes itself.
const tag = /<(?:\?[\s\S]*?\?|(\/?)([^\s>]+)((?: [^\s=]+="[^"]*")*))>/g;
const attribute = / ([^\s=]+)="([^"]*)"/g;

/** Reads a schema document from its canonical XML: the lists are long, and a tree of libxml2 is slow to walk from here. */
export function readSchemaNodes(canonical: string): SchemaNode | undefined {
  const reader = new Reader();
  for (const match of canonical.matchAll(tag)) {
    const [all, end, name, attributes = ''] = match;
    if (name === undefined) continue;
    if (end === '/') reader.close(match.index + all.length);
    else reader.open(name, attributes, match.index);
  }
  return reader.root;
}

class Reader {
  root: SchemaNode | undefined;
  #current: SchemaNode | undefined;
  /** Open elements below the one where reading was suspended: an annotation, an enumeration, another namespace. */
  #skipped = 0;
  #enumerationFrom = -1;

  open(name: string, attributes: string, offset: number): void {
    if (this.#skipped > 0) {
      this.#skipped++;
      return;
    }
    const [prefix, local] = split(name);
    const node = this.#node(local, attributes);
    if (node.namespaces[prefix] !== xsdNamespace || local === 'annotation') {
      this.#skipped = 1;
    } else if (local === 'enumeration' && this.#current !== undefined) {
      this.#skipped = 1;
      this.#enumerationFrom = offset;
      this.#current.enumerations.push(node.attributes.value ?? '');
    } else {
      this.#current?.children.push(node);
      this.#current = node;
      this.root ??= node;
    }
  }

  close(end: number): void {
    if (this.#skipped === 0) {
      this.#current = this.#current?.parent;
      return;
    }
    this.#skipped--;
    if (this.#skipped > 0 || this.#enumerationFrom < 0) return;
    this.#current?.cuts.push([this.#enumerationFrom, end]);
    this.#enumerationFrom = -1;
  }

  #node(name: string, text: string): SchemaNode {
    const attributes: Record<string, string> = {};
    const inherited: Namespaces = this.#current?.namespaces ?? { xml: 'http://www.w3.org/XML/1998/namespace' };
    let namespaces = inherited;
    for (const [, key = '', value = ''] of text.matchAll(attribute)) {
      const [prefix, local] = split(key);
      if (key === 'xmlns') namespaces = { ...namespaces, '': decode(value) };
      else if (prefix === 'xmlns') namespaces = { ...namespaces, [local]: decode(value) };
      else if (prefix === '') attributes[key] = decode(value);
    }
    return { name, attributes, namespaces, parent: this.#current, children: [], enumerations: [], cuts: [] };
  }
}

function split(name: string): [prefix: string, local: string] {
  const colon = name.indexOf(':');
  return colon < 0 ? ['', name] : [name.slice(0, colon), name.slice(colon + 1)];
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

const decode = (value: string): string =>
  value.includes('&')
    ? value.replace(/&(?:#x([0-9A-F]+)|(\w+));/g, (_, code?: string, name?: string) =>
        code === undefined ? (entities[name ?? ''] ?? '') : String.fromCodePoint(Number.parseInt(code, 16)),
      )
    : value;
