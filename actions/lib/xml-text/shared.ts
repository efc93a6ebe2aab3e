import { ReadElement } from './element.ts';
import type { XmlVisitor } from './elements.ts';
import { type ReadText, readXmlText, walkXmlText } from './read.ts';

/** As many documents as the steps of a few runs that are under way at once look at. */
const mostKept = 8;
/** Bytes of a document that is kept read; a longer one is read by each who looks at it, and nothing of it stays. */
const longestKept = 256 * 1024;

/** A document that was read. */
export interface Told extends Pick<ReadText, 'text' | 'root'> {
  /** The element to tell of instead of one that was read. */
  readonly changed?: (element: ReadElement) => ReadElement;
}

interface Kept {
  readonly bytes: Uint8Array;
  readonly told: Told;
}

const kept: Kept[] = [];
/** Where the next one comes: the oldest makes room. */
let next = 0;

/**
 * Tells a visitor what stands in a document, as `walkXmlText` does. Several steps of a run look at one document: it is read
 * once. Documents never change, so their bytes' identity is the key. The text that a visitor gets says where to find what he is told; of
 * a document that was made of another by other values of attributes it is the other's, with these values behind it.
 * @throws as `walkXmlText`
 */
export function tellXmlText(bytes: Uint8Array, visitorOf: (text: string) => XmlVisitor): void {
  if (bytes.length > longestKept) {
    walkXmlText(bytes, visitorOf);
    return;
  }
  const { text, root, changed } = readKept(bytes);
  tell(root, visitorOf(text), changed);
}

function readKept(bytes: Uint8Array): Told {
  const known = kept.find((each) => each.bytes === bytes);
  if (known !== undefined) return known.told;
  const told = readXmlText(bytes);
  keepRead(bytes, () => told);
  return told;
}

/** What the bytes say is known, and is told to whoever asks; of a long document it is not asked. */
export function keepRead(bytes: Uint8Array, toldOf: () => Told): void {
  if (bytes.length > longestKept) return;
  kept[next] = { bytes, told: toldOf() };
  next = (next + 1) % mostKept;
}

function tell(read: ReadElement, visitor: XmlVisitor, changed: Told['changed']): void {
  const element = changed === undefined ? read : changed(read);
  visitor.open(element);
  for (let child = element.first; child !== undefined; child = child.next) {
    if (child instanceof ReadElement) tell(child, visitor, changed);
    else visitor.characters(child);
  }
  visitor.close(element);
}
