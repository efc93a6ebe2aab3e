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

/** Compiles a mapping, found readable, or several of XML, to what reads their documents back. */
export function compileReader([first, ...others]: readonly (XmlMapping | JsonMapping)[]): ReadDocument {
  if (first?.writes === 'json') return compileJsonReader(first, slotOf(first));
  const mappings = [first, ...others].filter((each) => each?.writes === 'xml');
  return compileXmlReader(mappings.map((mapping) => ({ mapping, slot: slotOf(mapping) })));
}

const slotOf = (mapping: XmlMapping | JsonMapping): number =>
  mapping.variables.findIndex(({ name }) => name === 'invoice');
