import type { TextAttribute, TextElement } from './model.ts';
import type { Patch } from './patch.ts';

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
}

/** Replaces the value of an attribute where it stands. */
export const setAttribute = (element: TextElement, attribute: TextAttribute, value: string): AttributePatch => ({
  element,
  name: attribute.name,
  added: false,
  start: attribute.start,
  end: attribute.end,
  text: escapeAttribute(value),
});

/** Writes an attribute behind the last one of the element. */
export const addAttribute = (element: TextElement, name: string, value: string): AttributePatch => ({
  element,
  name,
  added: true,
  start: element.insertAt,
  end: element.insertAt,
  text: ` ${name}="${escapeAttribute(value)}"`,
});

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '"': '&quot;',
  "'": '&#39;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

const escapeAttribute = (value: string): string => value.replace(/[&<"'\t\n\r]/g, (found) => ESCAPES[found] ?? found);
