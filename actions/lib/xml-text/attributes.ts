import type { TextAttribute, TextElement } from './model.ts';
import type { Patch } from './patch.ts';
import { NOT_XML } from './values.ts';

/** An attribute by namespace (empty for none) and local name, whatever its prefix. */
export function findAttribute(element: TextElement, namespace: string, local: string): TextAttribute | undefined {
  if (namespace === '') return element.attribute(local);
  return element.attributes.find(({ name }) => {
    const colon = name.indexOf(':');
    return colon !== -1 && name.slice(colon + 1) === local && element.scope[name.slice(0, colon)] === namespace;
  });
}

/** An attribute of an element gets a value. */
export interface AttributePatch extends Patch {
  readonly element: TextElement;
  /** As written, with its prefix. */
  readonly name: string;
  readonly added: boolean;
  /** Its value has no character that XML may not hold. */
  readonly holdsXml: boolean;
}

/** Replaces the value of an attribute where it stands. */
export const setAttribute = (element: TextElement, attribute: TextAttribute, value: string): AttributePatch => ({
  element,
  name: attribute.name,
  added: false,
  start: attribute.start,
  end: attribute.end,
  ...escapeAttribute(value),
});

/** Writes an attribute behind the last one of the element. */
export function addAttribute(element: TextElement, name: string, value: string): AttributePatch {
  const { text, holdsXml } = escapeAttribute(value);
  const { insertAt } = element;
  return { element, name, added: true, start: insertAt, end: insertAt, text: ` ${name}="${text}"`, holdsXml };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  "'": '&#39;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** What is escaped, and what XML may not hold; also surrogates, which it may hold in pairs. */
const SPECIAL = /[^ !#-%(-;=-\uD7FF\uE000-\uFFFD]/;

function escapeAttribute(value: string): Pick<AttributePatch, 'text' | 'holdsXml'> {
  if (!SPECIAL.test(value)) return { text: value, holdsXml: true };
  const text = value.replace(/[&<"'\t\n\r]/g, (found) => ESCAPES[found] ?? found);
  return { text, holdsXml: !NOT_XML.test(text) };
}
