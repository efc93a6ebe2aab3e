import { problem } from '../../../../engine/errors.ts';
import { placeOf } from '../../../../engine/source.ts';
import { allowsAddress, voidElements } from '../html-names.ts';
import type { Attribute, Element, Frame, HtmlMapping, Leaf } from '../mapping.ts';
import { isPlain, type Write, withHeader } from './header.ts';
import { joinPieces, type Piece } from './pieces.ts';
import { readText } from './value.ts';
import { type Compiled, compileAttribute, compileText } from './xml.ts';

/** What writes a page, in the syntax of HTML (https://html.spec.whatwg.org/multipage/syntax.html). */
export function compileHtml({ root }: HtmlMapping): Write {
  const { pieces } = compileElement({ ...root, empty: true });
  return joinPieces(['<!DOCTYPE html>\n', ...pieces, '\n']);
}

function compileElement(element: Element): Compiled {
  const body = compileBody(element);
  if (isPlain(element.header)) return body;
  return { pieces: [withHeader(element.header, joinPieces(body.pieces))], always: false };
}

/** An absent cell would move those after it to other columns. */
const cells: ReadonlySet<string> = new Set(['td', 'th']);

/** Attributes say how something looks: unlike in XML, they do not make an element that would be empty. */
function compileBody({ name, attributes, content, empty }: Element): Compiled {
  const open: Piece[] = [`<${name}`, ...attributes.flatMap((each) => attributePieces(name, each)), '>'];
  if (voidElements.has(name)) return { pieces: open, always: true };
  const compiled = content.map((each) => (each.kind === 'leaf' ? compileLeaf(each) : compileElement(each)));
  const inside = compiled.flatMap(({ pieces }) => pieces);
  const close = `</${name}>`;
  if (empty || cells.has(name) || compiled.some(({ always }) => always)) {
    return { pieces: [...open, ...inside, close], always: true };
  }
  return { pieces: [writeWithContent(joinPieces(open), joinPieces(inside), close)], always: false };
}

function writeWithContent(open: Write, content: Write, close: string): Write {
  return (frame) => {
    const inside = content(frame);
    return inside === '' ? '' : open(frame) + inside + close;
  };
}

const compileLeaf = (leaf: Leaf): Compiled =>
  leaf.raw && typeof leaf.value === 'string' ? { pieces: [leaf.value], always: true } : compileText(leaf);

function attributePieces(element: string, attribute: Attribute): readonly Piece[] {
  const { pieces } = compileAttribute(attribute);
  const { leaf, name } = attribute;
  // A constant was checked when the mapping was read; other attributes hold no address.
  if (typeof leaf.value === 'string' || allowsAddress(element, name, '')) return pieces;
  const read = readText(leaf, leaf.value);
  const write = joinPieces(pieces);
  return [(frame) => (refuses(frame, element, attribute, read(frame)) ? '' : write(frame))];
}

function refuses(frame: Frame, element: string, { name, leaf }: Attribute, address: string): boolean {
  if (address === '' || allowsAddress(element, name, address) || typeof leaf.value === 'string') return false;
  const message = `${leaf.value.text} gives "${address.slice(0, 40)}", which may not stand in ${name}`;
  const details = { path: leaf.value.origin(frame), place: placeOf(leaf.value.at) };
  frame.problems.push(problem('HTML_UNSAFE', message, details));
  return true;
}
