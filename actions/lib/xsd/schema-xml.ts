import {
  ParseOption,
  XmlBufferInputProvider,
  XmlDocument,
  XmlLibError,
  XsdValidator,
  xmlCleanupInputProvider,
  xmlRegisterInputProvider,
} from 'libxml2-wasm';
import { fail } from '../../../engine/errors.ts';

/** A schema document's address and text. */
export interface SchemaText {
  readonly address: string;
  readonly bytes: Uint8Array;
}

/** A compiled schema. The first document lives on with it: what was compiled points into its tree. */
export interface Compiled {
  readonly validator: XsdValidator;
  readonly main: XmlDocument;
}

const options = ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_BIG_LINES;

/**
 * Compiles schema documents, the first of which imports the others. Nothing outside of them can be read: their bytes
 * are libxml2's whole world meanwhile, and nothing is afterwards.
 * @throws ARTEFACT_INVALID
 */
export function compileSchema(texts: readonly SchemaText[]): Compiled {
  const [first] = texts;
  if (first === undefined) return fail('ARTEFACT_INVALID', 'The artefact has no file.');
  let main: XmlDocument | undefined;
  const world = texts.flatMap(({ address, bytes }) => [address, asResolved(address)].map((each) => [each, bytes]));
  xmlRegisterInputProvider(new XmlBufferInputProvider(Object.fromEntries(world)));
  try {
    main = XmlDocument.fromBuffer(first.bytes, { url: first.address, option: options });
    return { validator: XsdValidator.fromDoc(main), main };
  } catch (thrown) {
    main?.dispose();
    return fail('ARTEFACT_INVALID', `The XML Schema ${first.address} cannot be compiled: ${reason(thrown)}`);
  } finally {
    // What stays registered would be a way to read for every later parse.
    xmlCleanupInputProvider();
  }
}

/** RFC 2396 (2.3): `%28` and `(` are one; libxml2 writes the latter when it resolves what a schema imports. */
const asResolved = (address: string): string => address.replaceAll(/%(?:2[1789A]|2[DE]|5F|7E)/gi, decodeURIComponent);

function reason(thrown: unknown): string {
  if (!(thrown instanceof XmlLibError)) return thrown instanceof Error ? thrown.message : String(thrown);
  const lines = thrown.details.slice(0, 5).map(({ file, line, message }) => `${file ?? ''}:${line}: ${message.trim()}`);
  return lines.join(' ');
}

export const escapeAttribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** How a schema without a namespace of its own takes another one in. */
export const reference = (namespace: string, address: string): string =>
  namespace === ''
    ? `<xs:include schemaLocation="${escapeAttribute(address)}"/>`
    : `<xs:import namespace="${escapeAttribute(namespace)}" schemaLocation="${escapeAttribute(address)}"/>`;
