import { problem } from '../../../../engine/errors.ts';
import { placeOf } from '../../../../engine/source.ts';
import { allowsAddress, voidElements } from '../html-names.ts';
import type { Attribute, Element, Frame, HtmlMapping, Leaf, Source } from '../mapping.ts';
import { emitHeader, isPlain } from './header.ts';
import { Out } from './out.ts';
import { emitText } from './source.ts';
import { emitAttribute, emitLeaf as emitEscaped } from './xml.ts';

/** Puts down what writes a page, in the syntax of HTML (https://html.spec.whatwg.org/multipage/syntax.html). */
export function emitHtml(out: Out, { root }: HtmlMapping): void {
  out.text('<!DOCTYPE html>\n');
  emitElement(out, { ...root, empty: true });
  out.text('\n');
}

function emitElement(out: Out, element: Element): void {
  if (isPlain(element.header)) emitBody(out, element);
  else emitHeader(out, element.header, (inside) => emitBody(inside, element));
}

/** An absent cell would move those after it to other columns. */
const cells: ReadonlySet<string> = new Set(['td', 'th']);

/** Attributes say how something looks: unlike in XML, they do not make an element that would be empty. */
function emitBody(out: Out, element: Element): void {
  const { name, content } = element;
  if (isAlwaysThere(element)) {
    emitOpen(out, element);
    for (const each of content) emitContent(out, each);
    if (!voidElements.has(name)) out.text(`</${name}>`);
    return;
  }
  const made = Out.start(out.place);
  for (const each of content) emitContent(made, each);
  const inside = made.flush();
  const within = out.below(`if (${inside} !== "")`);
  emitOpen(within, element);
  within.code(inside);
  within.text(`</${name}>`);
  within.flush();
}

function emitOpen(out: Out, { name, attributes }: Element): void {
  out.text(`<${name}`);
  for (const each of attributes) emitSafeAttribute(out, name, each);
  out.text('>');
}

const isAlwaysThere = ({ name, content, empty }: Element): boolean =>
  empty || cells.has(name) || voidElements.has(name) || content.some(isAlways);

function isAlways(node: Element | Leaf): boolean {
  if (node.kind === 'leaf') return typeof node.value === 'string' && node.value !== '';
  return isPlain(node.header) && isAlwaysThere(node);
}

function emitContent(out: Out, node: Element | Leaf): void {
  if (node.kind === 'element') emitElement(out, node);
  else if (node.raw && typeof node.value === 'string') out.text(node.value);
  else emitEscaped(out, node);
}

function emitSafeAttribute(out: Out, element: string, attribute: Attribute): void {
  const { leaf, name } = attribute;
  const { value } = leaf;
  // A constant was checked when the mapping was read; other attributes hold no address.
  if (typeof value === 'string' || allowsAddress(element, name, '')) {
    emitAttribute(out, attribute);
    return;
  }
  const { place } = out;
  const address = emitText(place, leaf, value);
  const refuses = place.constant(refusal(element, name, value));
  const inside = out.below(`if (!${refuses}(${place.frame}, ${address}))`);
  emitAttribute(inside, attribute);
  inside.flush();
}

function refusal(element: string, name: string, source: Source) {
  return (frame: Frame, address: string): boolean => {
    if (address === '' || allowsAddress(element, name, address)) return false;
    const message = `${source.text} gives "${address.slice(0, 40)}", which may not stand in ${name}`;
    const details = { path: source.origin(frame), place: placeOf(source.at) };
    frame.problems.push(problem('HTML_UNSAFE', message, details));
    return true;
  };
}
