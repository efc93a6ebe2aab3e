import type { Artefact } from '../../../engine/artefacts.ts';
import type { Namespaces } from '../xml/index.ts';
import type { XmlText } from '../xml-text/index.ts';
import { readSchemaNodes, type SchemaNode } from './schema-node.ts';

export interface SchemaFile {
  readonly address: string;
  readonly encoding: XmlText['encoding'];
  readonly root: SchemaNode;
  readonly targetNamespace: string;
}

/** The five symbol spaces that references go to; complex and simple types share one. */
export type Space = 'element' | 'attribute' | 'type' | 'group' | 'attributeGroup';

/** A set of schema documents, by name. Names are `{namespace}local`. */
export interface SchemaSet {
  readonly files: readonly SchemaFile[];
  /** Nothing is missing that could not be read, such as a schema with a DTD. */
  readonly isWhole: boolean;
  /** No name is declared twice: which of two counts, libxml2 makes out of who imports whom. */
  readonly isDistinct: boolean;
  global(space: Space, name: string): SchemaNode | undefined;
  globals(space: Space): readonly (readonly [name: string, node: SchemaNode])[];
  fileOf(node: SchemaNode): SchemaFile | undefined;
  /** Of a declaration: a global one has that of its schema, for another its form says. */
  namespaceOf(node: SchemaNode, formDefault: 'elementFormDefault' | 'attributeFormDefault'): string;
}

export const expanded = (namespace: string, local: string): string => `{${namespace}}${local}`;

/** The expanded name behind a QName in a schema attribute (`type`, `base`, `ref` …). */
export function resolveName(qname: string, namespaces: Namespaces): string {
  const colon = qname.indexOf(':');
  const prefix = colon < 0 ? '' : qname.slice(0, colon);
  return expanded(namespaces[prefix] ?? '', qname.slice(colon + 1));
}

/**
 * Reads the schema documents of artefacts; undefined when they use what is not modelled here (redefine, override, an
 * included schema without a namespace of its own): then libxml2 does all of it alone.
 */
export function readSchemaSet(artefacts: readonly Artefact[]): SchemaSet | undefined {
  const files: SchemaFile[] = [];
  const byAddress = new Map(artefacts.flatMap((each) => each.files).map((file) => [file.address, file]));
  for (const { address, bytes } of byAddress.values()) {
    const { root, encoding } = readSchemaNodes(bytes) ?? {};
    if (root?.name === 'schema' && encoding !== undefined)
      files.push({ address, encoding, root, targetNamespace: root.attributes.targetNamespace ?? '' });
  }
  const anonymous = files.some((file) => file.targetNamespace === '') && files.some((file) => file.targetNamespace);
  const unmodelled = files.some(({ root }) =>
    root.children.some(({ name }) => name === 'redefine' || name === 'override' || (name === 'include' && anonymous)),
  );
  return unmodelled ? undefined : new Globals(files, files.length === byAddress.size);
}

/** Of one schema document; undefined where it has none, or is no schema that can be read. */
export const targetNamespaceOf = (bytes: Uint8Array): string | undefined =>
  readSchemaNodes(bytes)?.root?.attributes.targetNamespace;

const spaces: Readonly<Record<string, Space>> = {
  element: 'element',
  attribute: 'attribute',
  simpleType: 'type',
  complexType: 'type',
  group: 'group',
  attributeGroup: 'attributeGroup',
};

class Globals implements SchemaSet {
  readonly files: readonly SchemaFile[];
  readonly isWhole: boolean;
  isDistinct = true;
  readonly #named = new Map<Space, Map<string, SchemaNode>>();
  readonly #files = new Map<SchemaNode, SchemaFile>();

  constructor(files: readonly SchemaFile[], isWhole: boolean) {
    this.files = files;
    this.isWhole = isWhole;
    for (const file of files) {
      this.#files.set(file.root, file);
      for (const node of file.root.children) {
        const space = spaces[node.name];
        if (space === undefined || node.attributes.name === undefined) continue;
        const names = this.#named.get(space) ?? new Map<string, SchemaNode>();
        const name = expanded(file.targetNamespace, node.attributes.name);
        this.isDistinct &&= !names.has(name);
        names.set(name, node);
        this.#named.set(space, names);
      }
    }
  }

  global(space: Space, name: string): SchemaNode | undefined {
    return this.#named.get(space)?.get(name);
  }

  globals(space: Space): readonly (readonly [string, SchemaNode])[] {
    return [...(this.#named.get(space) ?? [])];
  }

  /** `form` on the declaration, else the schema's default; without either it is unqualified. */
  namespaceOf(node: SchemaNode, formDefault: 'elementFormDefault' | 'attributeFormDefault'): string {
    const file = this.fileOf(node);
    const form = node.attributes.form ?? file?.root.attributes[formDefault] ?? 'unqualified';
    return form === 'qualified' || node.parent === file?.root ? (file?.targetNamespace ?? '') : '';
  }

  fileOf(node: SchemaNode): SchemaFile | undefined {
    let root = node;
    while (root.parent !== undefined) root = root.parent;
    return this.#files.get(root);
  }
}
