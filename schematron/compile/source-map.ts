import { basename } from 'node:path';

/**
 * A source map (version 3) from a generated module to the rule set's files, made of the comments `// file:line: …` that
 * stand before what was generated from there. Lines before the first such comment belong to nothing.
 */
export function sourceMapOf(source: string, files: readonly string[]): string {
  const indexes = new Map(files.map((file, index) => [basename(file), index]));
  let before: Position = { file: 0, line: 0 };
  let current: Position | undefined;
  const mappings = source.split('\n').map((text) => {
    const [, file = '', line = ''] = /^\s*\/\/ ([^:]+):(\d+): /.exec(text) ?? [];
    const index = indexes.get(file);
    if (index !== undefined) current = { file: index, line: Number(line) - 1 };
    if (current === undefined) return '';
    // Generated column, file, line, column: each as the difference to the last one.
    const segment = vlq(0) + vlq(current.file - before.file) + vlq(current.line - before.line) + vlq(0);
    before = current;
    return segment;
  });
  return JSON.stringify({ version: 3, sources: files, names: [], mappings: mappings.join(';') });
}

interface Position {
  readonly file: number;
  /** From 0. */
  readonly line: number;
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A number in base 64, five bits a digit, the least first; the lowest bit is the sign. */
function vlq(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = '';
  do {
    const digit = rest & 31;
    rest >>= 5;
    text += digits.charAt(rest > 0 ? digit | 32 : digit);
  } while (rest > 0);
  return text;
}
