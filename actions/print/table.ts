import { type Element, isTag } from 'domhandler';
import { type Content, contentOf } from './content.ts';
import type { Look } from './select.ts';
import type { Line, Style } from './style.ts';
import { lettersOf } from './text.ts';

type Cell = Content | null;

/** A row, and the lines that its style draws. */
interface Row {
  readonly cells: Cell[];
  readonly style: Style;
}

/** A table; the rows of its head stand on each sheet again, and no row breaks. Undefined for one without rows. */
export function tableOf(table: Element, look: Look): Content | undefined {
  const parts = table.children.filter(isTag);
  const heads = parts.filter(({ name }) => name === 'thead').flatMap(rowsIn);
  const elements = [...heads, ...parts.filter(({ name }) => name !== 'thead').flatMap(rowsIn)];
  const rows = spanned(elements, look);
  const columns = Math.max(0, ...rows.map(({ cells }) => cells.length));
  if (columns === 0) return undefined;
  const { widths = [] } = look(table);
  return {
    table: {
      headerRows: heads.length,
      keepWithHeaderRows: heads.length > 0 ? 1 : 0,
      dontBreakRows: true,
      widths: Array.from({ length: columns }, (_, at) => widths[at] ?? (widths.length === 0 ? '*' : 'auto')),
      body: rows.map(({ cells }) => Array.from({ length: columns }, (_, at) => cells[at] ?? {})),
    },
    layout: layoutOf(rows, columns),
  };
}

const rowsIn = (part: Element): Element[] =>
  part.name === 'tr' ? [part] : part.children.filter(isTag).filter(({ name }) => name === 'tr');

/** The cells at their columns: a cell that is wider or higher than one leaves empty ones behind, as pdfmake wants it. */
function spanned(elements: readonly Element[], look: Look): Row[] {
  const rows = elements.map((element): Row => ({ cells: [], style: look(element) }));
  for (const [at, element] of elements.entries()) {
    for (const cell of element.children.filter(isTag)) {
      const { cells = [], style = {} } = rows[at] ?? {};
      const free = cells.indexOf(null);
      const column = free === -1 ? cells.length : free;
      const [colSpan, rowSpan] = [span(cell.attribs.colspan), Math.min(span(cell.attribs.rowspan), rows.length - at)];
      for (let down = 0; down < rowSpan; down++) {
        const into = rows[at + down]?.cells ?? [];
        while (into.length < column) into.push(null);
        for (let right = 0; right < colSpan; right++) into[column + right] = {};
      }
      cells[column] = { ...lettersOf(style), ...cellOf(cell, look), colSpan, rowSpan };
    }
  }
  return rows;
}

const span = (text: string | undefined): number => Math.min(Math.max(Number.parseInt(text ?? '1', 10) || 1, 1), 100);

function cellOf(cell: Element, look: Look): Content {
  const heading = cell.name === 'th' ? { bold: true } : {};
  return { ...heading, ...(contentOf(cell, look) ?? { text: '' }) };
}

/** Lines where rows have them; the first and the last column stand at the edges of what is around the table. */
function layoutOf(rows: readonly Row[], columns: number): Content {
  const lineAt = (at: number): Line | undefined => rows[at]?.style.lineAbove ?? rows[at - 1]?.style.lineBelow;
  return {
    hLineWidth: (at: number) => lineAt(at)?.width ?? 0,
    hLineColor: (at: number) => lineAt(at)?.color ?? '#000000',
    vLineWidth: () => 0,
    paddingLeft: (at: number) => (at === 0 ? 0 : 4),
    paddingRight: (at: number) => (at === columns - 1 ? 0 : 4),
    paddingTop: () => 3,
    paddingBottom: () => 3,
  };
}
