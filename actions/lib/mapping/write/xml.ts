import type { Attribute, Element, Leaf, XmlMapping } from '../mapping.ts';
import { escapeAttribute, escapeText, isPlainAttribute, isPlainText } from './escape.ts';
import { isPlain, type Write, withHeader } from './header.ts';
import { joinPieces, type Piece } from './pieces.ts';
import { noteNotXml, readText } from './value.ts';

/** What writes an XML document. Constant parts of tags are put together here, once. */
export function compileXml({ root, namespaces }: XmlMapping): Write {
  const declarations = namespaces.map(([prefix, namespace]) => {
    return ` xmlns${prefix === '' ? '' : `:${prefix}`}="${escapeAttribute(namespace)}"`;
  });
  const { pieces } = compileElement({ ...root, empty: true }, declarations.join(''));
  return joinPieces(['<?xml version="1.0" encoding="UTF-8"?>\n', ...pieces]);
}

/** `always`: never absent, so that its tags can be part of what stands around it. */
export interface Compiled {
  readonly pieces: readonly Piece[];
  readonly always: boolean;
}

function compileElement(element: Element, declarations = ''): Compiled {
  const body = compileBody(element, declarations);
  if (isPlain(element.header)) return body;
  return { pieces: [withHeader(element.header, joinPieces(body.pieces))], always: false };
}

function compileBody(element: Element, declarations: string): Compiled {
  const open = `<${element.name}${declarations}`;
  const close = `</${element.name}>`;
  const attributes = element.attributes.filter(({ leaf }) => isWritten(leaf)).map(compileAttribute);
  const attributePieces = attributes.flatMap(({ pieces }) => pieces);
  const kept =
    element.empty ||
    attributes.some(({ always }) => always) ||
    element.content.some((each) => each.kind === 'leaf' && each.empty);
  const content = element.content
    .filter(isWritten)
    .map((each) => (each.kind === 'leaf' ? compileText(each) : compileElement(each)));
  const contentPieces = content.flatMap(({ pieces }) => pieces);
  if (content.some(({ always }) => always)) {
    return { pieces: [open, ...attributePieces, '>', ...contentPieces, close], always: true };
  }
  if (content.length === 0 && kept) return { pieces: [open, ...attributePieces, '/>'], always: true };
  const write = writeElement(open, joinPieces(attributePieces), joinPieces(contentPieces), close, kept);
  if (attributePieces.length === 0 && !kept)
    return { pieces: [writeBare(open, joinPieces(contentPieces), close)], always: false };
  return { pieces: [write], always: kept };
}

const isWritten = ({ readOnly }: { readonly readOnly: boolean }): boolean => !readOnly;

/** The shape of most elements: no attributes, and absent with its content. */
function writeBare(open: string, content: Write, close: string): Write {
  const start = `${open}>`;
  return (frame) => {
    const inside = content(frame);
    return inside === '' ? '' : start + inside + close;
  };
}

function writeElement(open: string, attributes: Write, content: Write, close: string, kept: boolean): Write {
  return (frame) => {
    const named = attributes(frame);
    const inside = content(frame);
    if (inside !== '') return `${open + named}>${inside}${close}`;
    return named === '' && !kept ? '' : `${open + named}/>`;
  };
}

export function compileAttribute({ name, leaf }: Attribute): Compiled {
  const start = ` ${name}="`;
  const { value, empty } = leaf;
  if (typeof value === 'string') return { pieces: [`${start}${escapeAttribute(value)}"`], always: true };
  const read = readText(leaf, value);
  const write: Write = (frame) => {
    const text = read(frame);
    if (text === '') return empty ? `${start}"` : '';
    if (isPlainAttribute(text)) return `${start + text}"`;
    return noteNotXml(frame, value, text) ? '' : `${start + escapeAttribute(text)}"`;
  };
  return { pieces: [write], always: empty };
}

export function compileText(leaf: Leaf): Compiled {
  const { value } = leaf;
  if (typeof value === 'string') return { pieces: value === '' ? [] : [escapeText(value)], always: value !== '' };
  const read = readText(leaf, value);
  const write: Write = (frame) => {
    const text = read(frame);
    if (isPlainText(text)) return text;
    return noteNotXml(frame, value, text) ? '' : escapeText(text);
  };
  return { pieces: [write], always: false };
}
