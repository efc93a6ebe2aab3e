import type { JsonMapping, XmlMapping } from '../mapping.ts';
import { compileJsonReader } from './json.ts';
import { compileXmlReader } from './xml.ts';

export { checkReadable } from './readable.ts';

/** Something in a document that did not become business data. */
export interface Note {
  /** XPath, or JSON pointer. */
  readonly path: string;
  readonly what: string;
}

/** Reads a document. Throws XML_MALFORMED, XML_DOCTYPE, XML_TOO_LARGE, JSON_MALFORMED or PARSE_OTHER_DOCUMENT. */
export type ReadDocument = (bytes: Uint8Array) => { readonly data: unknown; readonly notes: readonly Note[] };

/** Compiles a mapping, found readable, to what reads its documents back. */
export function compileReader(mapping: XmlMapping | JsonMapping): ReadDocument {
  const slot = mapping.variables.findIndex(({ name }) => name === 'invoice');
  return mapping.writes === 'xml' ? compileXmlReader(mapping, slot) : compileJsonReader(mapping, slot);
}
