import { attributeValue, stringValue, type TextElement, type XmlText } from '../xml-text/index.ts';
import { DSIG } from './algorithms.ts';
import { elementsIn } from './located.ts';
import { unsafe } from './refusal.ts';

/** What the schema of XML Signature 1.1 allows on its elements; anything else could be taken for data by whoever reads on. */
const ATTRIBUTES: ReadonlySet<string> = new Set(['Id', 'URI', 'Type', 'Algorithm', 'MimeType', 'Encoding', 'Target']);

/**
 * The child elements of an element of the signature, which has nothing else in it: a comment, an instruction, CDATA or
 * text between them is where two readers may see two things.
 */
export function contentOf(xml: XmlText, element: TextElement): TextElement[] {
  checkAttributes(element);
  if (element.asides !== undefined) unsafe(`${element.name} has a comment or an instruction in it`);
  for (const child of element.children) {
    if (!('name' in child) && (child.cdata || !/^[ \t\r\n]*$/.test(xml.text.slice(child.start, child.end)))) {
      unsafe(`${element.name} has text in it`);
    }
  }
  return elementsIn(element);
}

/** The text of an element that has nothing but text in it. */
export function textOf(xml: XmlText, element: TextElement): string {
  checkAttributes(element);
  if (element.asides !== undefined) unsafe(`${element.name} has a comment or an instruction in it`);
  for (const child of element.children) {
    if ('name' in child || child.cdata) unsafe(`${element.name} has more than text in it`);
  }
  return stringValue(xml.text, element);
}

/** Bytes in base64, with white space anywhere (XML Schema, base64Binary). */
export function bytesOf(xml: XmlText, element: TextElement): Buffer {
  const text = textOf(xml, element).replace(/[ \t\r\n]/g, '');
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text) || text === '') {
    unsafe(`${element.name} is not base64`);
  }
  return Buffer.from(text, 'base64');
}

/** The value of an attribute without a prefix. */
export function attributeOf(xml: XmlText, element: TextElement, name: string): string | undefined {
  const attribute = element.attributes.find((each) => each.name === name);
  return attribute && attributeValue(xml.text, attribute);
}

export const isSignatureElement = (element: TextElement | undefined, local: string): boolean =>
  element !== undefined && element.namespace === DSIG && element.local === local;

/** The one element of a name that stands here. */
export function expected(element: TextElement | undefined, local: string, parent: TextElement): TextElement {
  if (element === undefined) return unsafe(`${parent.name} has nothing where ${local} belongs`);
  return isSignatureElement(element, local)
    ? element
    : unsafe(`${parent.name} has ${element.name} where ${local} belongs`);
}

/** An element without content, for its algorithm has no parameters. */
export function algorithmOf(xml: XmlText, element: TextElement): string | undefined {
  if (contentOf(xml, element).length > 0) unsafe(`${element.name} has parameters`);
  return attributeOf(xml, element, 'Algorithm');
}

function checkAttributes({ attributes, name }: TextElement): void {
  const foreign = attributes.find(
    (each) => !ATTRIBUTES.has(each.name) && each.name !== 'xmlns' && !each.name.startsWith('xmlns:'),
  );
  if (foreign !== undefined) unsafe(`${name} has an attribute ${foreign.name}`);
}
