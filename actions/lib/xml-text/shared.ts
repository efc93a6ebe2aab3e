import type { ReadElement } from './element.ts';
import type { XmlVisitor } from './elements.ts';
import { type ReadText, readXmlText, walkXmlText } from './read.ts';

/** As many documents as the steps of a few runs that are under way at once look at. */
const mostKept = 8;
/** Bytes of a document that is kept read; a longer one is read by each who looks at it, and nothing of it stays. */
const longestKept = 256 * 1024;

interface Kept {
  readonly bytes: Uint8Array;
  readonly xml: ReadText;
}

/** The last read first. */
let kept: readonly Kept[] = [];

/**
 * Tells a visitor what stands in a document, as `walkXmlText` does. Several steps of a run look at one document: it is read
 * once. Documents never change, so their bytes' identity is the key.
 * @throws as `walkXmlText`
 */
export function tellXmlText(bytes: Uint8Array, visitorOf: (text: string) => XmlVisitor): void {
  if (bytes.length > longestKept) {
    walkXmlText(bytes, visitorOf);
    return;
  }
  const { text, root } = readKept(bytes);
  tell(root, visitorOf(text));
}

function readKept(bytes: Uint8Array): ReadText {
  const known = kept.find((each) => each.bytes === bytes);
  if (known !== undefined) return known.xml;
  const xml = readXmlText(bytes);
  keepRead(bytes, () => xml);
  return xml;
}

/** What the bytes say is known, and is told to whoever asks; of a long document it is not asked. */
export function keepRead(bytes: Uint8Array, xmlOf: () => ReadText): void {
  if (bytes.length <= longestKept) kept = [{ bytes, xml: xmlOf() }, ...kept.slice(0, mostKept - 1)];
}

function tell(element: ReadElement, visitor: XmlVisitor): void {
  visitor.open(element);
  for (let child = element.first; child !== undefined; child = child.next) {
    if ('name' in child) tell(child, visitor);
    else visitor.characters(child);
  }
  visitor.close(element);
}
