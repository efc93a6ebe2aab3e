import { fail } from '../../../engine/errors.ts';
import { attributeValue, findAttribute, stringValue, type TextElement, type XmlText } from '../xml-text/index.ts';
import type { AttributesPart, Name, Part, TextDescription } from './description.ts';
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
      writeFields(drawing, element, part);
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
      if (
        (overriddenValue(drawing, element, part.attribute) ?? ownValue(drawing, element, part.attribute)) ===
        part.equals
      ) {
        writeParts(drawing, element, part.write);
      }
  }
}

function writeFields(drawing: Drawing, element: TextElement, { fields, names }: AttributesPart): void {
  const places = element.places(names);
  const overridden = drawing.overrides.some((each) => each.element === element);
  for (const field of fields) {
    const other = overridden ? overriddenValue(drawing, element, field) : undefined;
    if (other !== undefined) writeField(drawing, other, field.optional);
    else if (field.namespace !== '') writeField(drawing, ownValue(drawing, element, field), field.optional);
    else writePlace(drawing, places[2 * field.index] ?? -1, places[2 * field.index + 1] ?? -1, field.optional);
  }
}

function overriddenValue(drawing: Drawing, element: TextElement, { namespace, local }: Name): string | undefined {
  return drawing.overrides.find(
    (each) => each.element === element && each.local === local && each.namespace === namespace,
  )?.value;
}

function ownValue(drawing: Drawing, element: TextElement, { namespace, local }: Name): string | undefined {
  const attribute = findAttribute(element, namespace, local);
  return attribute && attributeValue(drawing.xml.text, attribute);
}

/** A value by where it stands, -1 when it does not. */
function writePlace(drawing: Drawing, start: number, end: number, optional: boolean): void {
  const { text } = drawing.xml;
  if (start < 0) writeField(drawing, undefined, optional);
  else if (isPlain(text, start, end)) drawing.text += drawing.description.before + text.slice(start, end);
  else writeField(drawing, attributeValue(text, { start, end }), optional);
}

const SPACE = 32;
const AMPERSAND = 38;

/** Nearly all values are written as they stand: without references, and without white space that is collapsed. */
function isPlain(text: string, start: number, end: number): boolean {
  let last = SPACE;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < SPACE || code === AMPERSAND || (code === SPACE && last === SPACE)) return false;
    last = code;
  }
  return last !== SPACE;
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
