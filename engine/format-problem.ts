import type { Problem } from './errors.ts';

/**
 * A problem for people: `file:line:column  CODE  message`, the source line with a caret below what is meant, and what
 * to do. Without a place in a file the JSON path or the step stands first.
 */
export function formatProblem({ code, severity, message, hint, path, place, step }: Problem): string {
  const where = place ? `${place.file}:${place.line}:${place.column}` : (path ?? step ?? '');
  const head = [where, severity === 'warning' ? `${code} (warning)` : code, message].filter((part) => part !== '');
  const lines = [head.join('  ')];
  if (place?.source !== undefined) lines.push(...underlined(place.source, place.column, place.length ?? 1));
  if (hint) lines.push(`  ${hint}`);
  return lines.join('\n');
}

const widest = 160;

/** Tabs stay tabs above the caret; of a very long line the part around the caret is shown. */
function underlined(source: string, column: number, length: number): string[] {
  const cut = column > widest ? column - widest / 2 : 0;
  const shown = source.slice(cut, cut + widest);
  const before = source.slice(cut, column - 1).replace(/[^\t]/g, ' ');
  return [`  ${shown}`, `  ${before}${'^'.repeat(Math.max(1, Math.min(length, widest - before.length)))}`];
}
