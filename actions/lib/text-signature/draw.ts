import { fail } from '../../../engine/errors.ts';
import { attributeValue, findAttribute, stringValue, type TextElement, type XmlText } from '../xml-text/index.ts';
import type { Part, TextDescription } from './description.ts';
import { firstSelected, forSelected } from './select.ts';

/**
 * Draws the text of a description from a document.
 *
 * @param xml the document
 * @param description what is written, in which order
 * @param overrides values that are not in the document yet, by attribute: `TextElement` and written name
 * @throws TimbreError SIGNATURE_PLACE when the root element is another one
 */
export function drawText(xml: XmlText, description: TextDescription, overrides: readonly Override[] = []): string {
  const { root } = description;
  if (xml.root.local !== root.local || xml.root.namespace !== root.namespace) {
    fail('SIGNATURE_PLACE', `The text to sign is described for <${root.name}>, but the document is <${xml.root.name}>`);
  }
  const drawing: Drawing = { xml, description, overrides, text: description.start };
  applyEntry(drawing, xml.root);
  return drawing.text + description.end;
}

/** A value that an attribute will have. */
export interface Override {
  readonly element: TextElement;
  readonly namespace: string;
  readonly local: string;
  readonly value: string;
}

interface Drawing {
  readonly xml: XmlText;
  readonly description: TextDescription;
  readonly overrides: readonly Override[];
  text: string;
}

/** What an element's entry says; without one, its character data and the entries below it (XSLT 1.0, 5.8, built-in rules). */
function applyEntry(drawing: Drawing, element: TextElement): void {
  const parts = drawing.description.entries.get(element.namespace)?.get(element.local);
  if (parts !== undefined) {
    writeParts(drawing, element, parts);
    return;
  }
  for (const child of element.children) {
    if ('name' in child) applyEntry(drawing, child);
    else drawing.text += stringValue(drawing.xml.text, { children: [child] });
  }
}

function writeParts(drawing: Drawing, element: TextElement, parts: readonly Part[]): void {
  for (const part of parts) writePart(drawing, element, part);
}

function writePart(drawing: Drawing, element: TextElement, part: Part): void {
  switch (part.kind) {
    case 'attributes':
      for (const field of part.fields) {
        writeField(drawing, fieldValue(drawing, element, field.namespace, field.local), field.optional);
      }
      return;
    case 'content': {
      const found = firstSelected(element, part.select);
      writeField(drawing, found && stringValue(drawing.xml.text, found), part.optional);
      return;
    }
    case 'apply':
      forSelected(element, part.select, (found) => applyEntry(drawing, found));
      return;
    case 'each':
      forSelected(element, part.select, (found) => writeParts(drawing, found, part.write));
      return;
    case 'when':
      if (fieldValue(drawing, element, part.attribute.namespace, part.attribute.local) === part.equals) {
        writeParts(drawing, element, part.write);
      }
  }
}

function fieldValue(drawing: Drawing, element: TextElement, namespace: string, local: string): string | undefined {
  for (const override of drawing.overrides) {
    if (override.element === element && override.local === local && override.namespace === namespace) {
      return override.value;
    }
  }
  const attribute = findAttribute(element, namespace, local);
  return attribute && attributeValue(drawing.xml.text, attribute);
}

function writeField(drawing: Drawing, value: string | undefined, optional: boolean): void {
  if (value === undefined && optional) return;
  drawing.text += drawing.description.before;
  if (value !== undefined) drawing.text += drawing.description.collapse ? collapse(value) : value;
}

const UNEVEN = /[\t\r\n]|^ | $| {2}/;

/** XPath 1.0, 4.2 normalize-space: XML's four white space characters only, a no-break space stays. */
const collapse = (value: string): string =>
  UNEVEN.test(value) ? value.replace(/[ \t\r\n]+/g, ' ').replace(/^ | $/g, '') : value;
