import { XmlDocument, XmlValidateError } from 'libxml2-wasm';
import type { CodeSet } from './codes.ts';
import type { SchemaNode } from './schema-node.ts';
import { resolveName, type SchemaFile, type SchemaSet } from './schema-set.ts';
import { type Compiled, compileSchema, escapeAttribute, reference, type SchemaText } from './schema-xml.ts';

/** The codes of a simple type. */
export interface CodeList {
  has(code: string): boolean;
  /** Undefined where the type has no enumeration: its patterns and other facets decide. */
  readonly codes: CodeSet | undefined;
}

/** The codes of a named simple type, by its local name; the first one where several namespaces have it. */
export function codeListOf(typeName: string, set: SchemaSet, texts: readonly SchemaText[]): CodeList | undefined {
  const [name, node] =
    set.globals('type').find(([, each]) => each.name === 'simpleType' && each.attributes.name === typeName) ?? [];
  if (name === undefined || node === undefined) return undefined;
  const codes = nearestEnumeration(node, set, 0);
  if (codes === undefined) return facetted(typeName, set.fileOf(node), texts);
  return { codes, has: (code) => codes.has(code) };
}

const deepestDerivation = 50;

function nearestEnumeration(type: SchemaNode, set: SchemaSet, depth: number): CodeSet | undefined {
  const [restriction] = type.children;
  if (restriction?.name !== 'restriction' || depth > deepestDerivation) return undefined;
  if (restriction.enumerations.size > 0) return restriction.enumerations;
  const base = set.global('type', resolveName(restriction.attributes.base ?? '', restriction.namespaces));
  return base && nearestEnumeration(base, set, depth + 1);
}

/** Each code is checked by libxml2, as the content of an element of that type. */
function facetted(typeName: string, file: SchemaFile | undefined, texts: readonly SchemaText[]): CodeList {
  let compiled: Compiled | undefined;
  return {
    codes: undefined,
    has(code) {
      compiled ??= compileSchema([probe(typeName, file), ...texts]);
      const document = XmlDocument.create();
      try {
        document.createRoot('code').addText(code);
        compiled.validator.validate(document);
        return true;
      } catch (thrown) {
        if (thrown instanceof XmlValidateError) return false;
        throw thrown;
      } finally {
        document.dispose();
      }
    },
  };
}

function probe(typeName: string, file: SchemaFile | undefined): SchemaText {
  const namespace = file?.targetNamespace ?? '';
  const [declares, type] =
    namespace === '' ? ['', typeName] : [` xmlns:t="${escapeAttribute(namespace)}"`, `t:${typeName}`];
  const text =
    `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"${declares}>` +
    `${reference(namespace, file?.address ?? '')}<xs:element name="code" type="${type}"/></xs:schema>`;
  return { address: 'urn:timbre:probe', bytes: Buffer.from(text) };
}
