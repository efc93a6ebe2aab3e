import { type ChildNode, type Element, isTag } from 'domhandler';
import type { Look } from './select.ts';
import type { Line, Style, Width } from './style.ts';
import { tableOf } from './table.ts';
import { isInline, lettersOf, runsOf } from './text.ts';

/** A part of a page in the words of pdfmake's document definitions (https://pdfmake.github.io/docs/). */
export type Content = Readonly<Record<string, unknown>>;

/** An element with all that is in it; undefined for one that shows nothing. */
export function contentOf(element: Element, look: Look): Content | undefined {
  const style = look(element);
  if (style.display === 'none' || 'hidden' in element.attribs) return undefined;
  const inside = insideOf(element, style, look);
  return inside && lined(placed(inside, style), style);
}

function insideOf(element: Element, style: Style, look: Look): Content | undefined {
  if (element.name === 'table') return captioned(element, look);
  if (element.name === 'img') return imageOf(element, style);
  if (element.name === 'ul' || element.name === 'ol') return listOf(element, look);
  if (element.name === 'hr') return { text: '' };
  const blocks = blocksOf(element, style, look);
  const [only] = blocks;
  if (only === undefined) return undefined;
  if (style.columns !== undefined) return sideBySide(blocks, style.columns, style.gap ?? 0);
  return blocks.length === 1 && !('margin' in only) ? only : { stack: blocks };
}

/** Neighbours in a line become one paragraph. */
function blocksOf(element: Element, style: Style, look: Look): Content[] {
  const blocks: Content[] = [];
  const keepsLines = style.lineEnds === true || element.name === 'pre';
  let line: ChildNode[] = [];
  const endLine = () => {
    const text = runsOf(line, look, keepsLines);
    if (text.length > 0) blocks.push({ text });
    line = [];
  };
  for (const node of element.children) {
    if (isInline(node, look)) line.push(node);
    else if (isTag(node)) {
      endLine();
      const block = contentOf(node, look);
      if (block) blocks.push(block);
    }
  }
  endLine();
  return blocks;
}

/** Row by row; what is missing in the last one leaves its place free. */
function sideBySide(blocks: readonly Content[], widths: readonly Width[], gap: number): Content {
  const rows: Content[] = [];
  for (let at = 0; at < blocks.length; at += widths.length) {
    const columns = widths.map((width, column) => ({ width, stack: [blocks[at + column] ?? { text: '' }] }));
    const [single] = columns;
    rows.push(columns.length === 1 && single ? single : { columns, columnGap: gap });
  }
  const [row] = rows;
  return rows.length === 1 && row ? row : { stack: rows };
}

function captioned(element: Element, look: Look): Content | undefined {
  const table = tableOf(element, look);
  const caption = element.children.filter(isTag).find(({ name }) => name === 'caption');
  const above = caption && table && contentOf(caption, look);
  return above ? { stack: [above, table] } : table;
}

function listOf(element: Element, look: Look): Content | undefined {
  const items = element.children.filter(isTag).flatMap((each) => contentOf(each, look) ?? []);
  return items.length === 0 ? undefined : { [element.name]: items };
}

/** Only an image that the page holds; what is drawn by others stays away. */
function imageOf({ attribs: { src = '', alt } }: Element, { width }: Style): Content | undefined {
  const sized = width === undefined ? {} : { width };
  if (/^data:image\/(png|jpeg);base64,/.test(src)) return { image: src, ...sized };
  const [, svg] = /^data:image\/svg\+xml;base64,(.+)$/s.exec(src) ?? [];
  if (svg !== undefined) return { svg: Buffer.from(svg, 'base64').toString(), ...sized };
  return alt === undefined || alt === '' ? undefined : { text: alt };
}

function placed(content: Content, style: Style): Content {
  return {
    ...lettersOf(style),
    ...content,
    ...(style.margin === undefined ? {} : { margin: style.margin }),
    ...(style.together === true ? { unbreakable: true } : {}),
  };
}

/** A row of a table has its lines from the table; any other block has them around it. */
function lined(content: Content, { lineAbove, lineBelow, margin }: Style): Content {
  if (lineAbove === undefined && lineBelow === undefined) return content;
  const { margin: _, ...inside } = content;
  const lines: readonly (Line | undefined)[] = [lineAbove, lineBelow];
  return {
    table: { widths: ['*'], body: [[inside]] },
    layout: {
      hLineWidth: (at: number) => lines[at]?.width ?? 0,
      hLineColor: (at: number) => lines[at]?.color ?? '#000000',
      vLineWidth: () => 0,
      paddingLeft: () => 0,
      paddingRight: () => 0,
      paddingTop: () => (lineAbove === undefined ? 0 : 5),
      paddingBottom: () => (lineBelow === undefined ? 0 : 8),
    },
    ...(margin === undefined ? {} : { margin }),
  };
}
