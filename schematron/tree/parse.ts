import { SchematronProblem } from '../problem.ts';
import { checkText, decode } from './decode.ts';
import { readComment, readInstruction } from './markup.ts';
import { readProlog } from './prolog.ts';
import { Reader } from './reader.ts';
import { readEndTag, readStartTag } from './tag.ts';
import { contentText, lineFeeds } from './text.ts';
import { kinds, type Tree } from './tree.ts';
import { vocabulary as processVocabulary, type Vocabulary } from './vocabulary.ts';

/** What a document may be at most. */
export interface Limits {
  readonly bytes: number;
  /** Elements within each other. */
  readonly depth: number;
  readonly nodes: number;
}

const defaultLimits: Limits = { bytes: 64 * 1024 * 1024, depth: 256, nodes: 4_000_000 };

export interface ParseOptions {
  /** How messages call the document. */
  readonly file?: string;
  readonly limits?: Partial<Limits>;
  readonly vocabulary?: Vocabulary;
}

/**
 * Parses a document strictly: XML 1.0 with namespaces, without a document type declaration (XML_DOCTYPE), nothing fetched.
 * Comments and instructions are kept; text and CDATA beside each other are one node.
 *
 * @throws SchematronProblem XML_NOT_WELL_FORMED, XML_DOCTYPE, XML_ENCODING, XML_TOO_LARGE, XML_TOO_DEEP
 */
export function parseDocument(document: Uint8Array | string, options: ParseOptions = {}): Tree {
  const file = options.file ?? 'document';
  const limits = { ...defaultLimits, ...options.limits };
  if (document.length > limits.bytes) {
    const what = `The document has ${document.length} bytes, more than ${limits.bytes}.`;
    throw new SchematronProblem('XML_TOO_LARGE', what, { file, line: 1, column: 1 });
  }
  const source = typeof document === 'string' ? checkText(document, file) : decode(document, file);
  const reader = new Reader(source, file, limits, options.vocabulary ?? processVocabulary);
  return read(reader);
}

function read(reader: Reader): Tree {
  const { nodes, namespaces, source } = reader;
  const document = reader.add(kinds.document, -1, 0, 0, 0);
  nodes.path[document] = 1;
  readProlog(reader);
  readStartTag(reader, document);
  readContent(reader);
  readMisc(reader, document);
  if (reader.at < source.length) reader.malformed(reader.at, 'Nothing but comments may follow the root element.');
  nodes.end[document] = nodes.size;
  const { vocabulary, values } = reader;
  const { unknownNames, declarations } = namespaces;
  return nodes.toTree({ source, vocabulary, values, unknownNames, namespaces: declarations });
}

/** Everything up to the end of the root element. */
function readContent(reader: Reader): void {
  const { source } = reader;
  while (reader.depth > 0) {
    const parent = reader.openIds[reader.depth - 1] as number;
    const less = nextMarkup(source, reader.at);
    if (less === -1) reader.malformed(source.length, `</${reader.openNames[reader.depth - 1]?.text}> is missing.`);
    const next = source.charCodeAt(less + 1);
    if (next === 0x21 && source.startsWith('<![CDATA[', less)) {
      readMixedText(reader, parent);
      continue;
    }
    if (less > reader.at) addText(reader, parent, less);
    reader.at = less;
    if (next === 0x2f) readEndTag(reader);
    else if (next === 0x21) readComment(reader, parent);
    else if (next === 0x3f) readInstruction(reader, parent);
    else readStartTag(reader, parent);
  }
}

/** Where the next `<` stands, or -1. Most texts are shorter than it takes to call a search. */
function nextMarkup(source: string, from: number): number {
  for (let at = from; at < from + 24; at++) if (source.charCodeAt(at) === 0x3c) return at;
  return source.indexOf('<', from + 24);
}

/** Adds the text from here to `to`. */
function addText(reader: Reader, parent: number, to: number): void {
  const from = reader.at;
  if (reader.nextReference < from) reader.nextReference = reader.next('&', from);
  if (reader.nextCdataEnd < from) reader.nextCdataEnd = reader.next(']]>', from);
  const literal = reader.nextReference >= to && reader.nextCdataEnd >= to;
  if (literal && !(reader.hasReturns && reader.source.slice(from, to).includes('\r')))
    reader.add(kinds.text, parent, from, from, to);
  else reader.addValue(kinds.text, parent, from, contentText(reader, from, to));
}

/** Text with CDATA sections in it, up to the next markup that is none: one node, unless all of it is empty. */
function readMixedText(reader: Reader, parent: number): void {
  const { source } = reader;
  const from = reader.at;
  const parts: string[] = [];
  for (;;) {
    const less = source.indexOf('<', reader.at);
    if (less === -1) reader.malformed(source.length, 'The document ends in the middle.');
    if (less > reader.at) parts.push(contentText(reader, reader.at, less));
    reader.at = less;
    if (!source.startsWith('<![CDATA[', less)) break;
    const end = source.indexOf(']]>', less + 9);
    if (end === -1) reader.malformed(less, 'The CDATA section does not end.');
    parts.push(lineFeeds(source.slice(less + 9, end), reader));
    reader.at = end + 3;
  }
  const value = parts.join('');
  if (value !== '') reader.addValue(kinds.text, parent, from, value);
}

/** Comments, instructions and white space behind the root element. */
function readMisc(reader: Reader, document: number): void {
  const { source } = reader;
  for (;;) {
    reader.skipSpace();
    if (source.startsWith('<!--', reader.at)) readComment(reader, document);
    else if (source.startsWith('<?', reader.at)) readInstruction(reader, document);
    else return;
  }
}
