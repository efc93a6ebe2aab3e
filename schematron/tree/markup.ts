import { isNcName } from './characters.ts';
import type { Reader } from './reader.ts';
import { lineFeeds } from './text.ts';
import { kinds } from './tree.ts';

/** Reads a comment from its `<`; another `<!` is an error. */
export function readComment(reader: Reader, parent: number): void {
  const { source } = reader;
  const start = reader.at;
  if (source.startsWith('<!DOCTYPE', start))
    reader.refuse('XML_DOCTYPE', start, 'A document type declaration stands here; it could define or fetch anything.');
  if (!source.startsWith('<!--', start)) reader.malformed(start, 'Markup with <! is none that may stand here.');
  const end = source.indexOf('--', start + 4);
  if (end === -1) reader.malformed(start, 'The comment does not end.');
  if (source.charCodeAt(end + 2) !== 0x3e) reader.malformed(end, '-- may not stand in a comment.');
  reader.at = end + 3;
  addLiteral(reader, kinds.comment, parent, start, start + 4, end);
}

/** Reads a processing instruction from its `<`. */
export function readInstruction(reader: Reader, parent: number): void {
  const { source } = reader;
  const start = reader.at;
  const end = source.indexOf('?>', start + 2);
  if (end === -1) reader.malformed(start, 'The processing instruction does not end.');
  const target = /[^\s?]*/y;
  target.lastIndex = start + 2;
  const name = target.exec(source)?.[0] ?? '';
  if (!isNcName(name)) reader.malformed(start, 'A processing instruction needs a name.');
  if (name.toLowerCase() === 'xml')
    reader.malformed(start, 'The XML declaration stands at the very beginning, or not at all.');
  reader.at = start + 2 + name.length;
  if (reader.at < end && !reader.skipSpace()) reader.malformed(reader.at, 'White space must follow the name.');
  const from = Math.min(reader.at, end);
  reader.at = end + 2;
  addLiteral(reader, kinds.instruction, parent, start, from, end);
}

function addLiteral(reader: Reader, kind: number, parent: number, start: number, from: number, to: number): void {
  const literal = !reader.hasReturns || !reader.source.slice(from, to).includes('\r');
  if (literal) reader.add(kind, parent, start, from, to);
  else
    reader.nodes.start[reader.addValue(kind, parent, from, lineFeeds(reader.source.slice(from, to), reader))] = start;
}
