import type { Attribute, Element, Leaf, XmlMapping } from '../mapping.ts';
import { escapeAttribute, escapeText } from './escape.ts';
import { emitHeader, isPlain } from './header.ts';
import { Out } from './out.ts';
import { emitText, type Fit } from './source.ts';
import { noteNotXml } from './value.ts';

/** Puts down what writes an XML document. Constant parts of tags are put together here, once. */
export function emitXml(out: Out, { root, namespaces }: XmlMapping): void {
  const declarations = namespaces.map(([prefix, namespace]) => {
    return ` xmlns${prefix === '' ? '' : `:${prefix}`}="${escapeAttribute(namespace)}"`;
  });
  out.text('<?xml version="1.0" encoding="UTF-8"?>\n');
  emitElement(out, { ...root, empty: true }, declarations.join(''));
}

function emitElement(out: Out, element: Element, declarations = ''): void {
  if (isPlain(element.header)) emitBody(out, element, declarations);
  else emitHeader(out, element.header, (inside) => emitBody(inside, element, declarations));
}

function emitBody(out: Out, element: Element, declarations: string): void {
  const open = `<${element.name}${declarations}`;
  const close = `</${element.name}>`;
  const attributes = element.attributes.filter(({ leaf }) => isWritten(leaf));
  const content = element.content.filter(isWritten);
  if (content.some(isAlways) || (content.length === 0 && isKept(element))) {
    out.text(open);
    for (const each of attributes) emitAttribute(out, each);
    out.text(content.length === 0 ? '/>' : '>');
    for (const each of content) emitContent(out, each);
    if (content.length > 0) out.text(close);
    return;
  }
  emitIfAny(out, element, open, close);
}

/** Absent without attributes and content; without content a tag that closes itself. */
function emitIfAny(out: Out, element: Element, open: string, close: string): void {
  const { place } = out;
  const attributes = Out.start(place);
  for (const each of element.attributes) if (isWritten(each.leaf)) emitAttribute(attributes, each);
  const named = attributes.flush();
  const content = Out.start(place);
  for (const each of element.content) if (isWritten(each)) emitContent(content, each);
  const inside = content.flush();
  const target = out.flush();
  const start = `${JSON.stringify(open)} + ${named} + `;
  place.block.add(`if (${inside} !== "") ${target} += ${start}">" + ${inside} + ${JSON.stringify(close)};`);
  place.block.add(`else ${isKept(element) ? '' : `if (${named} !== "") `}${target} += ${start}"/>";`);
}

const isWritten = ({ readOnly }: { readonly readOnly: boolean }): boolean => !readOnly;

/** It stands there although it has no content. */
const isKept = ({ empty, attributes, content }: Element): boolean =>
  empty ||
  attributes.some(({ leaf }) => isWritten(leaf) && (typeof leaf.value === 'string' || leaf.empty)) ||
  content.some((each) => each.kind === 'leaf' && each.empty);

/** Never absent, so that its tags can be part of what stands around it. */
function isAlways(node: Element | Leaf): boolean {
  if (node.kind === 'leaf') return typeof node.value === 'string' && node.value !== '';
  if (!isPlain(node.header)) return false;
  return isKept(node) || node.content.some((each) => isWritten(each) && isAlways(each));
}

const emitContent = (out: Out, node: Element | Leaf): void =>
  node.kind === 'leaf' ? emitLeaf(out, node) : emitElement(out, node);

export function emitAttribute(out: Out, { name, leaf }: Attribute): void {
  const start = ` ${name}="`;
  const { value, empty } = leaf;
  if (typeof value === 'string') {
    out.text(`${start}${escapeAttribute(value)}"`);
    return;
  }
  const text = emitText(out.place, leaf, value, inAttribute);
  if (!empty) out.code(`(${text} === "" ? "" : ${JSON.stringify(start)} + ${text} + '"')`);
  else {
    out.text(start);
    out.code(text);
    out.text('"');
  }
}

export function emitLeaf(out: Out, leaf: Leaf): void {
  const { value } = leaf;
  if (typeof value === 'string') {
    out.text(escapeText(value));
    return;
  }
  out.code(emitText(out.place, leaf, value, inContent));
}

const fitWith =
  (escaped: (text: string) => string): Fit['careful'] =>
  (frame, source, text) =>
    noteNotXml(frame, source, text) ? '' : escaped(text);

const inAttribute: Fit = { name: 'attribute', careful: fitWith(escapeAttribute) };
const inContent: Fit = { name: 'content', careful: fitWith(escapeText) };
