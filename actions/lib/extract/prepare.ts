import type { Loading } from '../../../engine/action.ts';
import { below, type Position } from '../../../engine/source.ts';
import { checkXPath, type Namespaces } from '../xml/index.ts';
import { type Path, type Paths, pathOf, togetherOf } from './path.ts';
import {
  defaultMediaType,
  documentsOf,
  type Encoding,
  type ExtractionSpec,
  type Source,
  type ValueType,
} from './spec.ts';

/** Where to look; exactly one of the two. `path` where the XPath is a plain one. */
export type Where =
  | { readonly xpath: string; readonly path: Path | undefined }
  | { readonly pointer: readonly string[] };

interface Wanted {
  readonly name: string;
  readonly where: Where;
  /** As the author wrote it. */
  readonly source: string;
  readonly required: boolean;
  readonly at: Position;
}
export interface WantedValue extends Wanted {
  readonly type: ValueType;
  /** The value ends before the first of these. */
  readonly until: readonly string[];
  /** The document of the same extraction that it stands in; absent for the document itself. */
  readonly inside?: string;
}
export interface WantedDocument extends Wanted {
  readonly encoding: Encoding;
  readonly mediaType: string;
}

/** What is taken out of one document. */
export interface Taken {
  readonly namespaces: Namespaces;
  readonly values: readonly WantedValue[];
  readonly documents: readonly WantedDocument[];
  /** Where all places in XML are plain paths. */
  readonly paths: Paths | undefined;
}

/** A checked extraction, ready to run on any number of documents. */
export interface Extraction {
  readonly values: readonly WantedValue[];
  readonly outer: Taken;
  /** By the name of the document inside. */
  readonly inner: ReadonlyMap<string, Taken>;
}

/** Checks an extraction that holds its schema; what is wrong with an XPath or a pointer is reported at its place. */
export function prepareExtraction(spec: ExtractionSpec, loading: Loading, at: Position): Extraction | undefined {
  const names = Object.keys(documentsOf(spec));
  const { namespaces = {} } = spec;
  const values = Object.entries(spec.values ?? {}).map(([name, each]): WantedValue | undefined => {
    const place = below(at, 'values', name);
    const wanted = prepare(name, each, namespaces, loading, place);
    const { type = 'string', in: inside, until = [] } = typeof each === 'string' ? {} : each;
    if (inside !== undefined && !names.includes(inside)) {
      loading.report('REFERENCE_UNKNOWN', `${inside} is not one of the documents taken out.`, below(place, 'in'));
      return undefined;
    }
    return wanted && { ...wanted, type, until: [until].flat(), ...(inside === undefined ? {} : { inside }) };
  });
  const documents = Object.entries(documentsOf(spec)).map(([name, each]) => {
    const place = name === 'document' && spec.document ? below(at, 'document') : below(at, 'documents', name);
    const wanted = prepare(name, each, namespaces, loading, place);
    const options = typeof each === 'string' ? {} : each;
    return (
      wanted && {
        ...wanted,
        encoding: options.encoding ?? 'text',
        mediaType: options.mediaType ?? defaultMediaType,
      }
    );
  });
  if (values.includes(undefined) || documents.includes(undefined)) return undefined;
  return split(namespaces, values.filter(isThere), documents.filter(isThere));
}

function split(
  namespaces: Namespaces,
  values: readonly WantedValue[],
  documents: readonly WantedDocument[],
): Extraction {
  const taken = (name: string | undefined, inDocuments: readonly WantedDocument[]): Taken => {
    const inValues = values.filter(({ inside }) => inside === name);
    return { namespaces, values: inValues, documents: inDocuments, paths: pathsOf([...inValues, ...inDocuments]) };
  };
  const names = [...new Set(values.flatMap(({ inside }) => inside ?? []))];
  return { values, outer: taken(undefined, documents), inner: new Map(names.map((name) => [name, taken(name, [])])) };
}

function pathsOf(wanted: readonly Wanted[]): Paths | undefined {
  const inXml = wanted.flatMap(({ where }) => ('xpath' in where ? [where.path] : []));
  return inXml.includes(undefined) ? undefined : togetherOf(inXml.filter(isThere));
}

const isThere = <T>(each: T | undefined): each is T => each !== undefined;

function prepare(
  name: string,
  spec: string | Source,
  namespaces: Namespaces,
  loading: Loading,
  at: Position,
): Wanted | undefined {
  const source: Source = typeof spec === 'string' ? { xpath: spec } : spec;
  const { xpath, pointer, required = false } = source;
  if (xpath !== undefined) {
    const wrong = checkXPath(xpath);
    if (wrong === undefined)
      return { name, where: { xpath, path: pathOf(xpath, namespaces) }, source: xpath, required, at };
    loading.report('XPATH_INVALID', `${wrong}.`, typeof spec === 'string' ? at : below(at, 'xpath'));
    return undefined;
  }
  const segments = readPointer(pointer ?? '');
  if (segments !== undefined) return { name, where: { pointer: segments }, source: pointer ?? '', required, at };
  loading.report('POINTER_INVALID', `${pointer} is not a JSON pointer.`, below(at, 'pointer'));
  return undefined;
}

/** RFC 6901, sections 3 and 4. */
function readPointer(pointer: string): readonly string[] | undefined {
  if (pointer === '') return [];
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return undefined;
  return pointer
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}
