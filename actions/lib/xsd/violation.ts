import type { ErrorDetail, XmlElement } from 'libxml2-wasm';
import { readable } from './path.ts';

/** What breaks an XML Schema, and where: line from 1; column where it is known; XPath with the document's prefixes. */
export interface Violation {
  readonly message: string;
  readonly line: number;
  readonly column?: number;
  readonly xpath?: string;
}

const longestMessage = 500;
const level = { error: 2 };

/** libxml2's errors; warnings (a schemaLocation that it does not follow) say nothing about the document. */
export function violationsOf(details: readonly ErrorDetail[], root: XmlElement): Violation[] {
  return details
    .filter((detail) => detail.level >= level.error)
    .map(({ message, line, col, xpath }) => ({
      message: shorten(inWords(message.trim())),
      line,
      ...(col > 0 ? { column: col } : {}),
      ...(xpath === undefined ? {} : { xpath: withAttribute(readable(root, xpath), message) }),
    }));
}

/** What libxml2 says of elements and attributes, for people who know their document but not its schema language. */
function inWords(message: string): string {
  const plain = message.replaceAll(/\{[^{}]*\}(?=[\w*])/g, '');
  const [, unknown] = /^Element '([^']*)': No matching global declaration available/.exec(plain) ?? [];
  if (unknown !== undefined)
    return `The schema has no document that begins with ${message.match(/^Element '([^']*)'/)?.[1]}: the name, or its namespace, is another one.`;
  const [, found, wanted] =
    /^Element '([^']*)': This element is not expected\. Expected is (?:one of )?\( (.*) \)\.$/.exec(plain) ?? [];
  if (found !== undefined && wanted !== undefined)
    return `${found} is not expected here, but ${wanted.replaceAll(', ', ' or ')}.`;
  const [, parent, missing] =
    /^Element '([^']*)': Missing child element\(s\)\. Expected is (?:one of )?\( (.*) \)\.$/.exec(plain) ?? [];
  if (parent !== undefined && missing !== undefined)
    return `${parent} ends too early: ${missing.replaceAll(', ', ' or ')} is missing.`;
  const [, bearer, extra] =
    /^Element '([^']*)', attribute '([^']*)': The attribute '[^']*' is not allowed\.$/.exec(plain) ?? [];
  if (bearer !== undefined) return `${bearer} may not have the attribute ${extra}.`;
  const [, owner, lacking] = /^Element '([^']*)': The attribute '([^']*)' is required but missing\.$/.exec(plain) ?? [];
  if (owner !== undefined) return `${owner} has no attribute ${lacking}, which it must have.`;
  return message;
}

/** libxml2 points at the element and names the attribute in the text only. */
function withAttribute(xpath: string, message: string): string {
  const [, name] = /^Element '[^']*', attribute '(?:\{[^}]*\})?([^']*)'/.exec(message) ?? [];
  return name === undefined ? xpath : `${xpath}/@${name}`;
}

const shorten = (text: string): string => (text.length > longestMessage ? `${text.slice(0, longestMessage)}…` : text);
