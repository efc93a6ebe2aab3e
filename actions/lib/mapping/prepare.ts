import type { Loading } from '../../../engine/action.ts';
import type { JsonSchema, Scope, Variables } from '../../../engine/expression.ts';
import { below, type Position } from '../../../engine/source.ts';
import { bytesOfText, bytesOfXml } from '../xml-text/index.ts';
import { checkReadable, compileReader, type ReadDocument } from './back/index.ts';
import type { JsonMapping, Mapping, XmlMapping } from './mapping.ts';
import { compileMarked, type MarkedDocument } from './origins.ts';
import { keepPrepared, preparedBefore } from './prepared-before.ts';
import { readMapping } from './read/index.ts';
import { compileWriter } from './write/index.ts';

/** A mapping file, checked and compiled: writes documents. */
export interface PreparedMapping {
  readonly writes: Mapping['writes'];
  readonly mediaType: string;
  /**
   * The document in UTF-8. Throws all that is wrong with the data: CODE_UNKNOWN, TEXT_NOT_XML, TEXT_NOT_UNICODE, VALUE_TYPE,
   * EXPRESSION_FAILED, HTML_UNSAFE.
   */
  write(variables: Variables): { readonly bytes: Uint8Array };
  /** The same as text, for whoever puts it into another one. */
  text(variables: Variables): string;
  /** XML only: the document once more, with marks that tell where in the business data each value came from. */
  readonly marked?: (variables: Variables) => MarkedDocument;
}

export interface MappingOptions {
  /** Names that its expressions may use besides those of the step. */
  readonly extraScope?: Scope;
}

/**
 * Reads and compiles the mapping file that `at` names; undefined when something was reported through `loading`. Several steps name one
 * file, to write with it and to tell where in the business data what is wrong came from: it is compiled once for what it means.
 */
export function prepareMapping(
  path: string,
  loading: Loading,
  at: Position,
  options: MappingOptions = {},
): PreparedMapping | undefined {
  const file = loading.file(path, at);
  if (file === undefined) return undefined;
  const scope = { ...loading.scope, ...options.extraScope };
  const before = preparedBefore(file, loading, scope);
  if (before !== undefined) return before;
  const files = [file];
  const noting = (name: string, place: Position) => {
    const included = loading.file(name, place);
    if (included !== undefined) files.push(included);
    return included;
  };
  const mapping = readMapping(file, { ...loading, scope, file: noting });
  if (!mapping) return undefined;
  const prepared = compileMapping(mapping);
  keepPrepared(file, loading, { scope, files, prepared });
  return prepared;
}

function compileMapping(mapping: Mapping): PreparedMapping {
  const write = compileWriter(mapping);
  const { writes, mediaType } = mapping;
  const encode = mapping.writes === 'xml' ? bytesOfXml : bytesOfText;
  const bytesOf = (variables: Variables) => ({ bytes: encode(write(variables)) });
  const prepared = { writes, mediaType, text: write, write: bytesOf };
  if (mapping.writes !== 'xml') return prepared;
  return { ...prepared, marked: (variables) => compileMarked(mapping, compileWriter)(variables) };
}

/** Mapping files, checked and compiled the other way: they read documents. */
export interface PreparedReading {
  /**
   * The business data, and what in the document did not become any. Throws XML_MALFORMED, XML_DOCTYPE, XML_TOO_LARGE,
   * JSON_MALFORMED, PARSE_OTHER_DOCUMENT.
   */
  readonly read: ReadDocument;
}

/**
 * Reads the mapping file that `at` names, or the files, to read documents with: each with the mapping of its root element.
 * `data` is the schema of the business data. Undefined when something was reported: what is wrong in a file, or what in it
 * does not say how it is read.
 */
export function prepareReading(
  paths: string | readonly string[],
  loading: Loading,
  at: Position,
  data: JsonSchema,
): PreparedReading | undefined {
  const named =
    typeof paths === 'string'
      ? [{ path: paths, place: at }]
      : paths.map((path, index) => ({ path, place: below(at, index) }));
  const mappings = named.map(({ path, place }) => {
    const file = loading.file(path, place);
    const mapping = file && readMapping(file, { ...loading, scope: { ...loading.scope, invoice: data } });
    return mapping && checkReadable(mapping, loading, place) ? mapping : undefined;
  });
  const readable = mappings.filter((each) => each !== undefined);
  if (readable.length < mappings.length) return undefined;
  if (!haveOwnRoots(readable)) {
    const message = 'several mappings read a document each with a root element of its own';
    loading.report('SCHEMA', message, at, 'Use a step for each, with `when`.');
    return undefined;
  }
  return { read: compileReader(readable) };
}

/** Which of several reads a document is told by its root element, which JSON does not have. */
function haveOwnRoots(mappings: readonly (XmlMapping | JsonMapping)[]): boolean {
  const roots = mappings.map((each) => (each.writes === 'xml' ? each.root.expanded : ''));
  return mappings.length === 1 || (!roots.includes('') && new Set(roots).size === roots.length);
}
