import type { Found, NewDocument } from '../../../engine/action.ts';
import type { Value } from '../../../engine/document.ts';
import { fail, type Problem, problem, TimbreError } from '../../../engine/errors.ts';
import { placeOf } from '../../../engine/source.ts';
import { decodeText } from './decode.ts';
import { type Look, open } from './open.ts';
import type { Extraction, Taken, WantedDocument, WantedValue } from './prepare.ts';
import { typed } from './typed.ts';

export interface Extracted {
  /** Every value of the extraction; null (an empty list for `list`) when it is not there. */
  readonly values: Readonly<Record<string, Value>>;
  /** The documents that are there. */
  readonly documents: Readonly<Record<string, NewDocument>>;
}

/** What could be taken out, without the values and documents that have a problem. */
export interface PartlyExtracted extends Extracted {
  readonly problems: readonly Problem[];
}

/**
 * Takes values and documents out of an XML or JSON document, all problems at once.
 * @throws XML_MALFORMED, XML_DOCTYPE, XML_TOO_LARGE, JSON_MALFORMED, EXTRACT_MISSING, EXTRACT_TYPE, EXTRACT_ENCODING
 */
export function extract(extraction: Extraction, bytes: Uint8Array, mediaType: string): Extracted {
  const outer = new Taking();
  takeOuter(outer, extraction, bytes, mediaType);
  outer.raise();
  const inner = new Taking();
  takeInner(inner, extraction, outer.documents);
  inner.raise();
  return { values: { ...outer.values, ...inner.values }, documents: outer.documents };
}

/**
 * Does the same where one thing that is not as expected must not cost the others. A document inside that cannot be read
 * costs the values inside it, and is there as it came.
 * @throws XML_MALFORMED, XML_DOCTYPE, XML_TOO_LARGE, JSON_MALFORMED
 */
export function extractPartly(extraction: Extraction, bytes: Uint8Array, mediaType: string): PartlyExtracted {
  const taking = new Taking();
  takeOuter(taking, extraction, bytes, mediaType);
  takeInner(taking, extraction, taking.documents);
  return taking;
}

/**
 * Does the same for a document that is not at hand, but of which a person found what it would have held. What is not given is absent;
 * what stands inside a document that is given is taken out of it.
 * @throws RESOLUTION_UNFIT for a name that the extraction does not know, EXTRACT_TYPE, XML_MALFORMED … at `documents.NAME`
 */
export function extractFound(extraction: Extraction, found: Found): Extracted {
  const { values, documents } = extraction.outer;
  checkNames('document', Object.keys(found.documents), documents);
  checkNames('value', Object.keys(found.values), values);
  const taking = new Taking();
  for (const { name, mediaType } of documents) {
    const bytes = found.documents[name];
    if (bytes) taking.documents[name] = { mediaType, bytes };
  }
  for (const wanted of values) {
    const text = found.values[wanted.name];
    taking.attempt(() => taking.value({ ...wanted, required: false }, () => (text === undefined ? [] : [text])));
  }
  takeInner(taking, extraction, taking.documents, 'documents');
  taking.raise();
  return taking;
}

function checkNames(kind: string, given: readonly string[], known: readonly { readonly name: string }[]): void {
  const names = known.map(({ name }) => name);
  const unknown = given.find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const there = names.length === 0 ? `no ${kind}` : `the ${kind}s ${names.join(', ')}`;
  fail('RESOLUTION_UNFIT', `The answer would have had no ${kind} \`${unknown}\`; it has ${there}.`);
}

class Taking implements PartlyExtracted {
  readonly values: Record<string, Value> = {};
  readonly documents: Record<string, NewDocument> = {};
  readonly problems: Problem[] = [];

  /** Notes what is wrong with one thing, and goes on. */
  attempt(work: () => void): void {
    try {
      work();
    } catch (thrown) {
      if (!(thrown instanceof TimbreError)) throw thrown;
      this.problems.push(...thrown.problems);
    }
  }

  value(wanted: WantedValue, look: Look): void {
    const texts: string[] = [];
    for (const each of look(wanted.where, wanted.type === 'count')) {
      const text = ended(each, wanted.until).trim();
      if (text !== '') texts.push(text);
    }
    if (texts.length === 0 && wanted.required) this.problems.push(missing(wanted));
    else this.values[wanted.name] = typed(wanted, texts);
  }

  document(wanted: WantedDocument, look: Look): void {
    const text = look(wanted.where, false)[0]?.trim() ?? '';
    if (text !== '') this.documents[wanted.name] = { mediaType: wanted.mediaType, bytes: decodeText(wanted, text) };
    else if (wanted.required) this.problems.push(missing(wanted));
  }

  raise(): void {
    if (this.problems.length > 0) throw new TimbreError(this.problems);
  }
}

function takeOuter(taking: Taking, { outer }: Extraction, bytes: Uint8Array, mediaType: string): void {
  const { values, documents } = outer;
  const look = open(outer, bytes, mediaType);
  for (const wanted of values) taking.attempt(() => taking.value(wanted, look));
  for (const wanted of documents) taking.attempt(() => taking.document(wanted, look));
}

/**
 * The values that stand inside documents that were taken out; absent where the document is, or cannot be read. `given` is the path
 * where whoever gave the documents has them.
 */
function takeInner(taking: Taking, { inner }: Extraction, documents: Extracted['documents'], given?: string): void {
  for (const [name, taken] of inner) {
    taking.attempt(() => {
      const look = openInner(taken, name, documents[name], given);
      for (const wanted of taken.values) taking.attempt(() => taking.value(wanted, look));
    });
  }
}

function openInner(taken: Taken, name: string, document: NewDocument | undefined, given: string | undefined): Look {
  if (document === undefined) return () => [];
  try {
    return open(taken, document.bytes, document.mediaType);
  } catch (thrown) {
    if (!(thrown instanceof TimbreError)) throw thrown;
    const where = given === undefined ? {} : { path: `${given}.${name}` };
    throw new TimbreError(
      thrown.problems.map((each) => ({ ...each, ...where, message: `\`${name}\`: ${each.message}` })),
    );
  }
}

function ended(text: string, marks: readonly string[]): string {
  if (marks.length === 0) return text;
  const places = marks.map((mark) => text.indexOf(mark)).filter((place) => place >= 0);
  return places.length === 0 ? text : text.slice(0, Math.min(...places));
}

function missing({ name, source, at }: WantedValue | WantedDocument): Problem {
  return problem('EXTRACT_MISSING', `${name} is not in the document: nothing is at ${source}.`, { place: placeOf(at) });
}
