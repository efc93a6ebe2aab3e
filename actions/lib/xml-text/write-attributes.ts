import type { AttributePatch } from './attributes.ts';
import type { ReadElement } from './element.ts';
import { encodeXmlText } from './encode.ts';
import type { TextAttribute, TextElement } from './model.ts';
import { applyPatches } from './patch.ts';
import type { ReadText } from './read.ts';
import { keepRead, type Told } from './shared.ts';

/**
 * The bytes of a document in which some attributes have other values. Everything else says what it said, so the next step that
 * looks at these bytes (`tellXmlText`) finds them read already.
 */
export function writeAttributes(xml: ReadText, patches: readonly AttributePatch[]): Uint8Array {
  const bytes = encodeXmlText(applyPatches(xml.text, patches), xml.encoding);
  if (xml.encoding === 'utf8' && patches.every(isPlain) && areApart(patches)) keepRead(bytes, () => told(xml, patches));
  return bytes;
}

/** The attribute declares no namespace and is in none, and its value has no character that XML may not hold. */
const isPlain = ({ name, holdsXml }: AttributePatch): boolean => name !== 'xmlns' && !name.includes(':') && holdsXml;

/** No attribute is written twice. */
const areApart = (patches: readonly AttributePatch[]): boolean =>
  new Set(patches.map(({ name, element }) => `${element.start} ${name}`)).size === patches.length;

/** The document as it was read, with the new values behind its text. */
function told({ text, root }: ReadText, patches: readonly AttributePatch[]): Told {
  const values = new Map<TextElement, TextAttribute[]>();
  let longer = text;
  for (const { element, name, added, text } of patches) {
    // It is written as ` name="value"`.
    const value = added ? text.slice(name.length + 3, -1) : text;
    const attribute = { name, start: longer.length, end: longer.length + value.length };
    longer += value;
    values.set(element, [...(values.get(element) ?? []), attribute]);
  }
  const changed = new Map<ReadElement, ReadElement>();
  return {
    text: longer,
    root,
    changed(element) {
      const attributes = values.get(element);
      if (attributes === undefined) return element;
      const known = changed.get(element) ?? element.withAttributes(attributes);
      changed.set(element, known);
      return known;
    },
  };
}
