import type { ErrorDetail } from 'libxml2-wasm';

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
export function violationsOf(details: readonly ErrorDetail[]): Violation[] {
  return details
    .filter((detail) => detail.level >= level.error)
    .map(({ message, line, col, xpath }) => ({
      message: shorten(message.trim()),
      line,
      ...(col > 0 ? { column: col } : {}),
      ...(xpath === undefined ? {} : { xpath: withAttribute(xpath, message) }),
    }));
}

/** libxml2 points at the element and names the attribute in the text only. */
function withAttribute(xpath: string, message: string): string {
  const [, name] = /^Element '[^']*', attribute '(?:\{[^}]*\})?([^']*)'/.exec(message) ?? [];
  return name === undefined ? xpath : `${xpath}/@${name}`;
}

const shorten = (text: string): string => (text.length > longestMessage ? `${text.slice(0, longestMessage)}…` : text);
