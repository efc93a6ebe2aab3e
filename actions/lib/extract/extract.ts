import type { NewDocument } from '../../../engine/action.ts';
import type { Value } from '../../../engine/document.ts';
import { type Problem, problem, TimbreError } from '../../../engine/errors.ts';
import { placeOf } from '../../../engine/source.ts';
import { withXml } from '../xml/index.ts';
import { decodeText } from './decode.ts';
import { openJson } from './json.ts';
import type { Extraction, WantedValue, Where } from './prepare.ts';
import { typed } from './typed.ts';

export interface Extracted {
  /** Every value of the extraction; null (an empty list for `list`) when it is not there. */
  readonly values: Readonly<Record<string, Value>>;
  /** The documents that are there. */
  readonly documents: Readonly<Record<string, NewDocument>>;
}

/** The texts at a place, in document order, or how many things are there; none when nothing is there. */
export type Look = (where: Where, counting: boolean) => readonly string[];

/**
 * Takes values and documents out of an XML or JSON document, all problems at once.
 * @throws XML_MALFORMED, XML_DOCTYPE, XML_TOO_LARGE, JSON_MALFORMED, EXTRACT_MISSING, EXTRACT_TYPE, EXTRACT_ENCODING
 */
export function extract(extraction: Extraction, bytes: Uint8Array, mediaType: string): Extracted {
  const outer = { ...extraction, values: extraction.values.filter(({ inside }) => inside === undefined) };
  const taken = takeOuter(outer, bytes, mediaType);
  const inner = extraction.values.filter(({ inside }) => inside !== undefined);
  return { ...taken, values: { ...taken.values, ...extractInside(extraction, inner, taken.documents) } };
}

/**
 * The values that stand inside documents that were taken out; absent where the document is.
 * @throws as `extract`
 */
export function extractInside(
  extraction: Extraction,
  values: readonly WantedValue[],
  documents: Extracted['documents'],
): Extracted['values'] {
  const found: Record<string, Value> = {};
  for (const wanted of values) {
    const document = documents[wanted.inside ?? ''];
    const one = { ...extraction, values: [wanted], documents: [] };
    if (document) Object.assign(found, takeOuter(one, document.bytes, document.mediaType).values);
    else Object.assign(found, take(one, () => []).values);
  }
  return found;
}

function takeOuter(extraction: Extraction, bytes: Uint8Array, mediaType: string): Extracted {
  if (isJson(bytes, mediaType)) return take(extraction, openJson(bytes));
  return withXml(bytes, (tree) =>
    take(extraction, (where, counting) => {
      if (!('xpath' in where)) return [];
      const result = tree.evaluate(where.xpath, extraction.namespaces);
      if (typeof result !== 'object') return [String(result)];
      return counting ? [String(result.length)] : result.map((node) => node.text);
    }),
  );
}

/** The media type says it; where it does not (text/plain, or none), the first character does. */
function isJson(bytes: Uint8Array, mediaType: string): boolean {
  if (/[/+]json\b/i.test(mediaType)) return true;
  if (/[/+]xml\b/i.test(mediaType)) return false;
  return /^\uFEFF?\s*[{[]/.test(Buffer.from(bytes.subarray(0, 256)).toString('utf8'));
}

function take(extraction: Extraction, look: Look): Extracted {
  const problems: Problem[] = [];
  const values: Record<string, Value> = {};
  const documents: Record<string, NewDocument> = {};
  const attempt = (work: () => void) => {
    try {
      work();
    } catch (thrown) {
      if (!(thrown instanceof TimbreError)) throw thrown;
      problems.push(...thrown.problems);
    }
  };
  for (const wanted of extraction.values)
    attempt(() => {
      const texts = look(wanted.where, wanted.type === 'count')
        .map((text) => ended(text, wanted.until).trim())
        .filter((text) => text !== '');
      if (texts.length === 0 && wanted.required) missing(wanted, problems);
      values[wanted.name] = typed(wanted, texts);
    });
  for (const wanted of extraction.documents)
    attempt(() => {
      const text = look(wanted.where, false)[0]?.trim() ?? '';
      if (text !== '') documents[wanted.name] = { mediaType: wanted.mediaType, bytes: decodeText(wanted, text) };
      else if (wanted.required) missing(wanted, problems);
    });
  if (problems.length > 0) throw new TimbreError(problems);
  return { values, documents };
}

function ended(text: string, marks: readonly string[]): string {
  const places = marks.map((mark) => text.indexOf(mark)).filter((place) => place >= 0);
  return places.length === 0 ? text : text.slice(0, Math.min(...places));
}

function missing(wanted: Extraction['values'][number] | Extraction['documents'][number], problems: Problem[]): void {
  const message = `${wanted.name} is not in the document: nothing is at ${wanted.source}.`;
  problems.push(problem('EXTRACT_MISSING', message, { place: placeOf(wanted.at) }));
}
