import { type ChildNode, type Document, type Element, isTag, isText } from 'domhandler';
import { parseDocument } from 'htmlparser2';
import { fail } from '../../engine/errors.ts';
import { contentOf } from './content.ts';
import { readableWith } from './letters.ts';
import { font, putOnPaper } from './paper.ts';
import { looks } from './select.ts';
import type { PrintStyle } from './style.ts';

export interface Printed {
  readonly bytes: Uint8Array;
  /** Letters for which another stands. */
  readonly missing: readonly string[];
}

/** In characters: pdfmake takes 4 s and 120 MB for one million of them, and does nothing else meanwhile. */
const longest = 2_000_000;

/**
 * A page as PDF/A-3b. The same page and the same time give the same bytes.
 *
 * @param page HTML in UTF-8, as `render` writes it: text, tables, lists and images that it holds
 * @param at what the PDF says of when it was made
 * @throws TimbreError PRINT_EMPTY, PRINT_TOO_LONG, PRINT_FAILED
 */
export async function printPage(page: Uint8Array, { paper, styles }: PrintStyle, at: Date): Promise<Printed> {
  const html = new TextDecoder().decode(page);
  if (html.length > longest)
    fail('PRINT_TOO_LONG', `The page has ${html.length} characters, at most ${longest} are printed.`);
  const { text, missing } = readableWith(font, html);
  const document = parseDocument(text);
  const body = elementIn(document, 'body');
  const content = body && contentOf(body, looks(styles));
  if (content === undefined) return fail('PRINT_EMPTY', 'The page has nothing in it.');
  const language = elementIn(document, 'html')?.attribs.lang;
  const title = textOf(elementIn(document, 'title')?.children ?? []);
  return { bytes: await putOnPaper({ content, paper, title, language, at }), missing };
}

function elementIn({ children }: Document | Element, name: string): Element | undefined {
  for (const each of children.filter(isTag)) {
    const found = each.name === name ? each : elementIn(each, name);
    if (found) return found;
  }
  return undefined;
}

const textOf = (nodes: readonly ChildNode[]): string =>
  nodes
    .filter(isText)
    .map(({ data }) => data)
    .join('')
    .trim();
