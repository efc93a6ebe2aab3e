/**
 * Characters that XML 1.0 cannot hold, not even as a reference (https://www.w3.org/TR/xml/#NT-Char): controls other
 * than tab and line ends, U+FFFE, U+FFFF and halves of surrogate pairs. Written as a class of what is allowed, as the
 * production is; with the flag `u` a pair is one character and only a lone half is left over.
 */
const notXml = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

/** Index of the first character that XML cannot hold, or -1. */
export const findNotXml = (text: string): number => text.search(notXml);

export const isXmlText = (text: string): boolean => !notXml.test(text);

const half = /\p{Surrogate}/u;

/** Index of the first half of a surrogate pair that has lost its other half, or -1. */
export const findHalfPair = (text: string): number => text.search(half);

/** U+0000 for a message, which must not hold the character itself. */
export function characterName(text: string, index: number): string {
  return `U+${(text.codePointAt(index) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
