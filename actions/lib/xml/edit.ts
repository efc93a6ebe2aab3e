import { XmlAttribute, type XmlDocument, XmlElement } from 'libxml2-wasm';
import { fail } from '../../../engine/errors.ts';
import { parseStrictly } from './parse.ts';
import { evaluateIn, serialiseXml } from './tree.ts';
import type { Namespaces } from './xpath.ts';

/** A document that is being changed. What was set is read from the bytes that come out, not from here. */
export interface XmlEditing {
  /**
   * Gives the attribute or element that the XPath selects this text. A last step `@name` that is not there yet is
   * added to its element.
   * @throws XML_TARGET when the XPath selects nothing that text can be put into
   */
  set(xpath: string, value: string, namespaces?: Namespaces): void;
}

/**
 * Changes a copy of the document and gives its bytes: UTF-8, unformatted. The parsed form of `bytes` stays as it is.
 * @throws XML_MALFORMED, XML_DOCTYPE, XML_TOO_LARGE, XML_TARGET
 */
export function editXml(bytes: Uint8Array, edit: (editing: XmlEditing) => void): Uint8Array {
  const document = parseStrictly(bytes);
  try {
    edit({ set: (xpath, value, namespaces = {}) => set(document, xpath, value, namespaces) });
    return serialiseXml(document);
  } finally {
    document.dispose();
  }
}

const newAttribute = /^(.*?)\/?@(?:([\p{L}_][\p{L}\p{N}._-]*):)?([\p{L}_][\p{L}\p{N}._-]*)$/u;

function set(document: XmlDocument, xpath: string, value: string, namespaces: Namespaces): void {
  const [node] = nodesOf(document, xpath, namespaces);
  if (node instanceof XmlAttribute) {
    node.value = value;
    return;
  }
  if (node instanceof XmlElement) {
    clear(node);
    node.addText(value);
    return;
  }
  const [, owner = '', prefix, name = ''] = newAttribute.exec(xpath) ?? [];
  const [element] = name === '' ? [] : nodesOf(document, owner === '' ? '.' : owner, namespaces);
  if (!(element instanceof XmlElement))
    fail('XML_TARGET', `There is no element or attribute ${xpath} to put a value into.`);
  addAttribute(element, name, prefix, value);
}

function nodesOf(document: XmlDocument, xpath: string, namespaces: Namespaces) {
  const result = evaluateIn(document, xpath, namespaces);
  return Array.isArray(result) ? result : [];
}

function clear(element: XmlElement): void {
  for (let child = element.firstChild; child !== null; child = element.firstChild) child.remove();
}

/**
 * libxml2-wasm puts an attribute without prefix into the element's default namespace; it is written right, but not
 * found as `@name` in this tree. So one that was added before is looked for by how it is written.
 */
function addAttribute(element: XmlElement, name: string, prefix: string | undefined, value: string): void {
  const written = element.attrs.find((each) => each.name === name && each.prefix === (prefix ?? ''));
  if (written === undefined) element.setAttr(name, value, prefix);
  else written.value = value;
}
