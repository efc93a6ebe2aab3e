import { ParseOption, XmlDocument, XmlParseError } from 'libxml2-wasm';
import { fail } from '../../../engine/errors.ts';
import { mayBeHuge, startsWithDoctype } from './prolog.ts';

/** Documents above this are refused unparsed: a tree takes about ten times its text. */
export const largestXml = 64 * 1024 * 1024;

/** Elements in each other: libxml2's own cap. */
const deepest = 256;
const tooDeep = `/*${'/*'.repeat(deepest)}`;

// Never XML_PARSE_NOENT or DTDLOAD: they read files.
const strict =
  ParseOption.XML_PARSE_NONET |
  ParseOption.XML_PARSE_NO_XXE |
  ParseOption.XML_PARSE_BIG_LINES |
  ParseOption.XML_PARSE_COMPACT;

/**
 * Parses strictly: well-formed XML 1.0 with namespaces, no DOCTYPE, nothing fetched. The caller disposes the result.
 * @throws XML_TOO_LARGE, XML_DOCTYPE, XML_MALFORMED (with line:column)
 */
export function parseStrictly(bytes: Uint8Array): XmlDocument {
  if (bytes.length > largestXml)
    fail('XML_TOO_LARGE', `The XML document has ${bytes.length} bytes; the most is ${largestXml}.`);
  if (startsWithDoctype(bytes)) refuseDoctype();
  const document = parse(bytes);
  // The look at the prolog knows the usual encodings; the parser knows them all.
  if (document.dtd === null) return document;
  document.dispose();
  return refuseDoctype();
}

function parse(bytes: Uint8Array): XmlDocument {
  try {
    return mayBeHuge(bytes) ? parseHuge(bytes) : XmlDocument.fromBuffer(bytes, { option: strict });
  } catch (thrown) {
    if (!(thrown instanceof XmlParseError)) throw thrown;
    const first = thrown.details.find((detail) => detail.level >= 2);
    if (first === undefined) return fail('XML_MALFORMED', 'The document is not XML.');
    const message = first.message.trim().replace(/, (?:use|try|see) \S+( option)?\.?$/, '');
    return fail('XML_MALFORMED', `The document is not well-formed XML: ${first.line}:${first.col}: ${message}.`);
  }
}

/** XML_PARSE_HUGE lifts all of libxml2's caps: the one on depth is kept. */
function parseHuge(bytes: Uint8Array): XmlDocument {
  const document = XmlDocument.fromBuffer(bytes, { option: strict | ParseOption.XML_PARSE_HUGE });
  if (document.get(tooDeep) === null) return document;
  document.dispose();
  return fail('XML_MALFORMED', `The document has elements more than ${deepest} deep in each other.`);
}

const refuseDoctype = (): never =>
  fail('XML_DOCTYPE', 'The XML document has a DOCTYPE; entities and external subsets are never read.');
