import type { Der } from './der.ts';

const BMP_STRING = 30;
const UTF8_STRING = 12;

/** The text of a DirectoryString or IA5String. */
export function textOf({ tag, content }: Der): string {
  if (tag === BMP_STRING) return Buffer.from(content).swap16().toString('utf16le');
  return content.toString(tag === UTF8_STRING ? 'utf8' : 'latin1');
}
