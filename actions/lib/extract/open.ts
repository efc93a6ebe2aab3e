import { TimbreError } from '../../../engine/errors.ts';
import { withXml } from '../xml/index.ts';
import { followPaths } from './follow.ts';
import { openJson } from './json.ts';
import type { Taken, Where } from './prepare.ts';

/** The texts at a place, in document order, or how many things are there; none when nothing is there. */
export type Look = (where: Where, counting: boolean) => readonly string[];

/**
 * Reads a document for the places that are wanted.
 * @throws XML_MALFORMED, XML_DOCTYPE, XML_TOO_LARGE, JSON_MALFORMED
 */
export function open(taken: Taken, bytes: Uint8Array, mediaType: string): Look {
  if (isJson(bytes, mediaType)) return openJson(bytes);
  return openPlain(taken, bytes) ?? openAny(taken, bytes);
}

/** The media type says it; where it does not (text/plain, or none), the first character does. */
function isJson(bytes: Uint8Array, mediaType: string): boolean {
  if (/[/+]json\b/i.test(mediaType)) return true;
  if (/[/+]xml\b/i.test(mediaType)) return false;
  return /^\uFEFF?\s*[{[]/.test(Buffer.from(bytes.subarray(0, 256)).toString('utf8'));
}

/** Where all are plain paths: one pass over the text, without a tree. */
function openPlain({ paths }: Taken, bytes: Uint8Array): Look | undefined {
  if (paths === undefined) return undefined;
  try {
    const found = followPaths(bytes, paths);
    return (where, counting) => {
      const texts = 'path' in where && where.path !== undefined ? found.get(where.path) : undefined;
      return texts === undefined ? [] : counting ? [String(texts.length)] : texts;
    };
  } catch (thrown) {
    // What it does not read, libxml2 may (UTF-16); what is broken, libxml2 says in its own words.
    if (thrown instanceof TimbreError) return undefined;
    throw thrown;
  }
}

/** Everything is taken out while the tree is lent. */
function openAny({ values, documents, namespaces }: Taken, bytes: Uint8Array): Look {
  const wheres = [...values, ...documents].map(({ where }) => where);
  const found = withXml(bytes, (tree) => {
    const each = (where: Where) => ('xpath' in where ? tree.evaluate(where.xpath, namespaces) : []);
    const textsOf = (result: ReturnType<typeof each>) =>
      typeof result === 'object' ? result.map((node) => node.text) : String(result);
    return new Map(wheres.map((where) => [where, textsOf(each(where))]));
  });
  return (where, counting) => {
    const texts = found.get(where) ?? [];
    if (typeof texts === 'string') return [texts];
    return counting && 'xpath' in where ? [String(texts.length)] : texts;
  };
}
