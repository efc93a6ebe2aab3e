import type { Place, Problem } from './errors.ts';
import { problemKinds } from './problem-kinds/index.ts';

/**
 * A problem for people: `file:line:column  CODE  message`, the source line with a caret below what is meant, and what to do. Of
 * two places that do not fit together the other one follows. Without a place in a file the JSON path or the step stands first;
 * and so it does where both are known and it is the business data that must be mended, not the file that found it wrong.
 */
export function formatProblem({ code, severity, message, hint, path, place, related, step }: Problem): string {
  const inFile = place ? said(place) : undefined;
  const dataFirst = path !== undefined && problemKinds[code].blame !== 'author';
  const [where = step ?? '', other] = dataFirst ? [path, inFile] : [inFile ?? path, inFile && path];
  const sentence = /[.!?:…]$/.test(message) ? message : `${message}.`;
  const head = [where, severity === 'warning' ? `${code} (warning)` : code, sentence].filter((part) => part !== '');
  const lines = [head.join('  ')];
  if (place?.source !== undefined && !dataFirst)
    lines.push(...underlined(place.source, place.column, place.length ?? 1));
  if (related) {
    lines.push(`and ${said(related)}`);
    if (related.source) lines.push(...underlined(related.source, related.column, related.length ?? 1));
  }
  if (hint) lines.push(`  ${hint}`);
  if (other) lines.push(dataFirst ? `  (${other})` : `  with the business data at ${other}`);
  return lines.join('\n');
}

const said = ({ file, line, column }: Place): string => `${file}:${line}:${column}`;

const widest = 160;

/** Tabs stay tabs above the caret; of a very long line the part around the caret is shown. */
function underlined(source: string, column: number, length: number): string[] {
  const cut = column > widest ? column - widest / 2 : 0;
  const shown = source.slice(cut, cut + widest);
  const before = source.slice(cut, column - 1).replace(/[^\t]/g, ' ');
  return [`  ${shown}`, `  ${before}${'^'.repeat(Math.max(1, Math.min(length, widest - before.length)))}`];
}
