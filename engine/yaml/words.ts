import type { YAMLError } from 'yaml';
import type { Lines } from './lines.ts';

/** A complaint of the YAML library as its author would put it: where it began, and how the line must be written. */
export interface Said {
  readonly message: string;
  readonly hint?: string;
  readonly offset: number;
  readonly length: number;
}

/** Where the line itself shows what was meant, that is said; the library's own words otherwise. */
export function wordsFor(error: YAMLError, lines: Lines): Said {
  const [start, end] = error.pos;
  const at = { offset: start, length: end - start };
  const line = lines.lineAt(start);
  if (error.code === 'TAB_AS_INDENT') return { message: error.message, hint: 'Indent with spaces.', ...at };
  if (error.code === 'BAD_SCALAR_START') return badStart(error, lines, line, at);
  if (error.code === 'NON_STRING_KEY')
    return { message: '`{` or `[` opens a collection here; put the value in quotes if it is a text', ...at };
  if (error.code === 'BLOCK_IN_FLOW') return colonInBraces(lines, start, end);
  const cut = cutByComment(error, lines);
  if (cut) return cut;
  if (error.code === 'MISSING_CHAR' && error.message.includes('quote')) return openQuote(error, lines, at);
  const said = keyWithoutBlank(lines, line) ?? tooFarIn(lines, line) ?? colonInValue(lines, line);
  if (said && lineTroubles.has(error.code)) return said;
  if (/without - indicator|All mapping items must start|All collection items/.test(error.message))
    return misfit(lines, line);
  if (/Unexpected scalar at node end/.test(error.message)) return afterQuote(lines, line, at);
  return { message: error.message, ...at };
}

const lineTroubles = new Set(['BLOCK_AS_IMPLICIT_KEY', 'MULTILINE_IMPLICIT_KEY', 'MISSING_CHAR', 'UNEXPECTED_TOKEN']);

function badStart(error: YAMLError, lines: Lines, line: number, at: Pick<Said, 'offset' | 'length'>): Said {
  const [, indent = '', key, rest = ''] = /^(\s*(?:- )?)([@`%][^:\s]*)(:.*)$/.exec(lines.line(line)) ?? [];
  if (key === undefined) return { message: `${error.message}; put the value in quotes`, ...at };
  const message = `A key that begins with ${key.charAt(0)} stands in quotes`;
  return { message, hint: `Write "${key}"${rest}`, offset: lines.startOf(line) + indent.length, length: key.length };
}

/** `uses:transform` */
function keyWithoutBlank(lines: Lines, line: number): Said | undefined {
  const [, indent = '', key, value = ''] = /^(\s*(?:- )?)([\w$-]+):([^\s:/].*)$/.exec(lines.line(line)) ?? [];
  if (key === undefined) return undefined;
  const offset = lines.startOf(line) + indent.length + key.length;
  return { message: 'A blank is missing after the colon', hint: `Write ${key}: ${value}`, offset, length: 1 };
}

/** The line after `key: value` begins further in than the key: YAML takes both for one value. */
function tooFarIn(lines: Lines, line: number): Said | undefined {
  const [whole, indent] = /^(\s*(?:- +)*)[^\s#:][^:]*:\s+[^\s#>|].*$/.exec(lines.line(line)) ?? [];
  const next = lines.line(line + 1);
  const column = next.search(/\S/);
  if (whole === undefined || indent === undefined || column <= indent.length || !/^\s*(- )?[^\s:]+:(\s|$)/.test(next))
    return undefined;
  const message = 'This line stands further in than the one above, which has a value already';
  const offset = lines.startOf(line + 1);
  return { message, hint: `Begin it after ${indent.length} blanks, not ${column}.`, offset, length: column };
}

/** `title: Issue: an invoice` */
function colonInValue(lines: Lines, line: number): Said | undefined {
  const [, before = '', value] =
    /^(\s*(?:- +)*[^\s"'{[#:][^:]*:\s+)([^\s"'{[=|>][^#]*:(?:\s.*)?)$/.exec(lines.line(line)) ?? [];
  if (value === undefined) return undefined;
  const message = 'A value that has a colon and a blank stands in quotes';
  const hint = `Write ${before.trim()} ${JSON.stringify(value.trimEnd())}`;
  return { message, hint, offset: lines.startOf(line) + before.length, length: value.length };
}

/** `{ title: Issue: an invoice }` */
function colonInBraces(lines: Lines, start: number, end: number): Said {
  const value = lines.text.slice(start, end).trimEnd();
  const message = 'A value that has a colon and a blank stands in quotes';
  return { message, hint: `Write ${JSON.stringify(value)}`, offset: start, length: value.length };
}

export const isCutByComment = (error: YAMLError, lines: Lines): boolean => cutByComment(error, lines) !== undefined;

/** `{ default: urn:x #y }`: what follows is a comment, the bracket too. The line where this is noticed comes later. */
function cutByComment({ code, message: noted, pos: [start] }: YAMLError, lines: Lines): Said | undefined {
  if (code !== 'BAD_INDENT' || !noted.startsWith('Flow')) return undefined;
  const noticed = lines.lineAt(start);
  for (let line = noticed; line > Math.max(0, noticed - 3); line -= 1) {
    const [, before, comment] = /^([^#]*[{[][^#]*\s)(#.*[}\]].*)$/.exec(lines.line(line)) ?? [];
    if (before === undefined || comment === undefined) continue;
    const message = '` #` begins a comment, and what closes the collection is in it';
    const hint = 'Put the value that has it in quotes.';
    return { message, hint, offset: lines.startOf(line) + before.length, length: comment.length };
  }
  return undefined;
}

function openQuote(error: YAMLError, lines: Lines, at: Pick<Said, 'offset' | 'length'>): Said {
  const name = error.message.includes('double') || error.message.includes('"') ? '"' : "'";
  for (let line = 1; line <= lines.count; line += 1) {
    const [opened] = /(?<=(?:^|[:\-,[{])\s+)(?:"(?:[^"\\]|\\.)*|'(?:[^']|'')*)$/.exec(lines.line(line)) ?? [];
    if (opened?.startsWith(name) !== true) continue;
    const offset = lines.startOf(line) + lines.line(line).length - opened.length;
    return {
      message: `The text that begins with ${name} here does not end`,
      hint: `Put ${name} at its end.`,
      offset,
      length: opened.length,
    };
  }
  return { message: error.message.replace(/'quote$/, 'quote').replace(/"quote$/, 'double quote'), ...at };
}

/** A line that stands under nothing. */
function misfit(lines: Lines, line: number): Said {
  const source = lines.line(line);
  const column = Math.max(0, source.search(/\S/));
  let above = line - 1;
  while (above > 1 && /^\s*(#|$)/.test(lines.line(above))) above -= 1;
  const expected = /^\s*(?:- +)*/.exec(lines.line(above))?.[0].length ?? 0;
  return {
    message: 'This line does not begin where another one of its list or map begins',
    hint: `It begins after ${column} blanks; the line above has its key after ${expected}.`,
    offset: lines.startOf(line) + column,
    length: source.length - column,
  };
}

/** `'The seller's invoice'` */
function afterQuote(lines: Lines, line: number, at: Pick<Said, 'offset' | 'length'>): Said {
  const quote = /:\s+(["'])/.exec(lines.line(line))?.[1];
  if (quote === undefined) return { message: 'This does not belong to the value before it', ...at };
  const hint =
    quote === "'"
      ? "Write '' for an apostrophe in such a text, or put it in double quotes."
      : 'Write \\" for a quote in such a text.';
  return { message: `The text ends at the ${quote} before; this does not belong to it`, hint, ...at };
}
