import { fail } from '../../engine/errors.ts';
import {
  applyPatches,
  type ElementPath,
  elementsAt,
  encodeXmlText,
  type Patch,
  readXmlText,
  type TextElement,
  type XmlText,
} from '../lib/xml-text/index.ts';

/**
 * Writes the root element of one XML document into another, as the last child of an element; all other bytes stay.
 *
 * @throws TimbreError APPEND_PLACE when the element is not there exactly once; XML_MALFORMED, XML_DOCTYPE
 */
export function append(document: Uint8Array, part: Uint8Array, into: ElementPath): Uint8Array {
  const xml = readXmlText(document);
  const element = elementAt(xml, into);
  const added = readXmlText(part, 'the part');
  const patch = inside(xml, element, elementText(added, element));
  return encodeXmlText(applyPatches(xml.text, [patch]), xml.encoding);
}

function elementAt(xml: XmlText, into: ElementPath): TextElement {
  const [element, ...others] = elementsAt(xml, into);
  if (element === undefined || others.length > 0) {
    const count = element === undefined ? 0 : others.length + 1;
    return fail('APPEND_PLACE', `${into.path}: the document has ${count} elements there, not one.`);
  }
  return element;
}

/** The element by itself. One in no namespace says so where it comes to stand below a default namespace. */
function elementText({ text, root }: XmlText, { scope }: TextElement): string {
  const isAdopted = (scope[''] ?? '') !== '' && !root.attributes.some(({ name }) => name === 'xmlns');
  if (!isAdopted) return text.slice(root.start, root.end);
  return `${text.slice(root.start, root.insertAt)} xmlns=""${text.slice(root.insertAt, root.end)}`;
}

function inside({ text }: XmlText, { name, close, end }: TextElement, added: string): Patch {
  if (text.startsWith('</', close)) return { start: close, end: close, text: added };
  return { start: close, end, text: `>${added}</${name}>` };
}
