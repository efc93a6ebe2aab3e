import { type SchematronCode, SchematronProblem } from '../problem.ts';
import { type ExpandedName, kinds, leafValue, nameOf, nodePlace, stringValue } from '../tree/index.ts';
import type { Expression, Place, StaticContext } from './model.ts';
import type { Source } from './sources.ts';

export const schematronNamespace = 'http://purl.oclc.org/dsdl/schematron';
export const xsltNamespace = 'http://www.w3.org/1999/XSL/Transform';

/** An element of a rule set's file. Inside an abstract pattern that is put to use its parameters replace `$name`. */
export interface Element {
  readonly source: Source;
  readonly node: number;
  readonly parameters?: ReadonlyMap<string, string>;
  /** How many includes lead here. */
  readonly includes?: number;
}

export const elementName = ({ source, node }: Element): ExpandedName => nameOf(source.tree, node);

export const isSchematron = (element: Element, local: string): boolean => isNamed(element, schematronNamespace, local);
export const isXslt = (element: Element, local: string): boolean => isNamed(element, xsltNamespace, local);

function isNamed(element: Element, uri: string, local: string): boolean {
  const name = elementName(element);
  return name.local === local && name.uri === uri;
}

export function elementPlace({ source, node }: Element): Place {
  return { file: source.file, ...nodePlace(source.tree, node) };
}

/** Child nodes of the kinds that say something: elements as such, text as text. */
export function childNodes(element: Element): (Element | string)[] {
  const { tree } = element.source;
  const found: (Element | string)[] = [];
  const end = tree.end[element.node] as number;
  for (let n = element.node + 1 + (tree.attributes[element.node] as number); n < end; n = tree.end[n] as number) {
    if (tree.kind[n] === kinds.element) found.push({ ...element, node: n });
    else if (tree.kind[n] === kinds.text) found.push(leafValue(tree, n));
  }
  return found;
}

/** Child elements, as they stand: nothing included. */
export const childElements = (element: Element): Element[] =>
  childNodes(element).filter((each): each is Element => typeof each !== 'string');

/** All text in it, white space made single blanks. */
export const plainText = ({ source, node }: Element): string =>
  stringValue(source.tree, node).replace(/\s+/g, ' ').trim();

/** An attribute without namespace (or with one), its parameters put in. */
export function attribute(element: Element, local: string, uri = ''): string | undefined {
  const node = attributeNode(element, local, uri);
  return node === -1 ? undefined : withParameters(leafValue(element.source.tree, node), element);
}

/** The same, where there has to be one: SCHEMATRON_INVALID. */
export function requiredAttribute(element: Element, local: string): string {
  const value = attribute(element, local);
  if (value === undefined) refuse('SCHEMATRON_INVALID', element, `${elementName(element).local} needs ${local}="…".`);
  return value;
}

/** An attribute that is an expression; absent when there is no such attribute. */
export function expression(element: Element, local: string, context: StaticContext): Expression | undefined {
  const { tree, file } = element.source;
  const node = attributeNode(element, local, '');
  if (node === -1) return undefined;
  const value = leafValue(tree, node);
  const text = withParameters(value, element);
  const [from, to] = valueRange(tree.source, tree.start[node] as number);
  const { line, column } = nodePlace(tree, node);
  const beside = tree.source.slice(tree.start[node], from);
  const lines = beside.split(/\r\n?|\n/);
  const last = lines[lines.length - 1] as string;
  const place: Place = {
    file,
    line: line + lines.length - 1,
    column: lines.length > 1 ? last.length + 1 : column + last.length,
  };
  const written = tree.source.slice(from, to);
  return { text, place, context, ...(text === value && written !== text ? { written } : {}) };
}

export function requiredExpression(element: Element, local: string, context: StaticContext): Expression {
  const found = expression(element, local, context);
  if (!found) refuse('SCHEMATRON_INVALID', element, `${elementName(element).local} needs ${local}="…".`);
  if (found.text.trim() === '')
    refuse('SCHEMATRON_INVALID', element, `${local} of ${elementName(element).local} is empty.`);
  return found;
}

/** Where the character at `offset` of an expression's text stands in its file. */
export function placeInside({ text, written = text, place }: Expression, offset: number): Place {
  let { line, column } = place;
  let at = 0;
  // One unit of the text is a reference, a line end or a character as written.
  for (const [unit] of written.matchAll(/&[^;]*;|\r\n|[\s\S]/g)) {
    if (at >= offset) break;
    at += /^&#(?:x0*[1-9a-f][0-9a-f]{4,}|0*(?:[7-9]\d{4}|\d{6,}));$/i.test(unit) ? 2 : 1;
    const lineEnd = unit === '\n' || unit === '\r' || unit === '\r\n';
    line += lineEnd ? 1 : 0;
    column = lineEnd ? 1 : column + unit.length;
  }
  return { file: place.file, line, column };
}

export function refuse(code: SchematronCode, element: Element, what: string): never {
  throw new SchematronProblem(code, what, elementPlace(element));
}

function attributeNode({ source, node }: Element, local: string, uri: string): number {
  const { tree } = source;
  const last = node + (tree.attributes[node] as number);
  for (let a = node + 1; a <= last; a++) {
    const name = nameOf(tree, a);
    if (name.local === local && name.uri === uri) return a;
  }
  return -1;
}

/** The offsets of an attribute's value, between its quotes. */
function valueRange(source: string, start: number): readonly [number, number] {
  const open = /["']/g;
  open.lastIndex = start;
  const found = open.exec(source);
  const from = (found?.index ?? start) + 1;
  return [from, source.indexOf(found?.[0] ?? '"', from)];
}

/** `$name` is replaced where the whole name is a parameter's. */
function withParameters(text: string, { parameters }: Element): string {
  if (!parameters || !text.includes('$')) return text;
  return text.replace(/\$([\p{L}_][\p{L}\p{N}\p{M}_.-]*)/gu, (found, name: string) => parameters.get(name) ?? found);
}
