/** Columns wider than this are not filled up: their table is not read as text. */
const widest = 60;

/** A Markdown table with aligned columns, the last one of any width. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map(escapeCell));
  const widths = head.map((_, column) => {
    const width = Math.max(...cells.map((row) => row[column]?.length ?? 0), 3);
    return width > widest ? 3 : width;
  });
  const line = (row: readonly string[]) => `| ${row.map((cell, column) => pad(cell, widths, column)).join(' | ')} |`;
  const rule = `| ${widths.map((width, column) => '-'.repeat(column === widths.length - 1 ? 3 : width)).join(' | ')} |`;
  const [first = [], ...others] = cells;
  return [line(first), rule, ...others.map(line)].join('\n');
}

/** A bar would end the cell, also inside a code span. */
const escapeCell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const pad = (cell: string, widths: readonly number[], column: number): string =>
  column === widths.length - 1 ? cell : cell.padEnd(widths[column] ?? 0);
