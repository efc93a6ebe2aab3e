import { readComment, readInstruction } from './markup.ts';
import type { Reader } from './reader.ts';

// XML 1.0, production 23; fifth edition: a processor of 1.0 reads 1.x.
const declaration =
  /<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"1\.[0-9]+"|'1\.[0-9]+')(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"[A-Za-z][A-Za-z0-9._-]*"|'[A-Za-z][A-Za-z0-9._-]*'))?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*\?>/y;

/** Reads what stands before the root element. */
export function readProlog(reader: Reader): void {
  const { source } = reader;
  if (/^<\?xml[ \t\r\n]/.test(source.slice(0, 6))) {
    declaration.lastIndex = 0;
    const found = declaration.exec(source);
    if (!found) reader.malformed(0, 'The XML declaration is not right.');
    reader.at = found[0].length;
  }
  for (;;) {
    reader.skipSpace();
    const code = source.charCodeAt(reader.at + 1);
    if (source.charCodeAt(reader.at) !== 0x3c) reader.malformed(reader.at, 'An element must come here.');
    if (code === 0x21) readComment(reader, 0);
    else if (code === 0x3f) readInstruction(reader, 0);
    else return;
  }
}
