import type { RunReport, StampedEntry } from '../../engine/index.ts';

/** How a run ended, as far as it does not depend on who ran it, where and when: lines to be compared and told. */
export function endOf({ state, outcome, problems, values }: RunReport): string[] {
  const errors = problems.filter(({ severity }) => severity === 'error');
  return [
    `${state}${outcome === null ? '' : `, ${outcome}`}`,
    ...errors.map(({ code, path }) => `${code}${path === undefined ? '' : ` at ${path}`}`).sort(),
    ...(Object.keys(values).length === 0 ? [] : [`with ${Object.keys(values).sort().join(', ')}`]),
  ];
}

/** What went on between Timbre and the authority, in order; what was repeated stands once. */
export function courseOf(entries: readonly StampedEntry[]): string[] {
  const lines = entries.flatMap((entry) => lineOf(entry) ?? []);
  return lines.filter((line, index) => line !== lines[index - 1]);
}

function lineOf(entry: StampedEntry): string | undefined {
  switch (entry.type) {
    case 'answered': {
      const { outcome, status, code, failure } = entry.answer;
      const line = `${entry.step}: ${outcome}`;
      if (outcome === 'accepted' || outcome === 'pending') return line;
      // The kind of a failure stands before its first colon; what follows may tell addresses and times.
      const facts = [status && `HTTP ${status}`, code && `code ${code}`, failure?.split(':')[0]];
      return [line, ...facts.filter((fact) => fact !== undefined && fact !== 0 && fact !== '')].join(', ');
    }
    case 'asked':
      return `${entry.step}: asked, ${entry.verdict}`;
    case 'parked':
      return `${entry.step}: waited`;
    default:
      return undefined;
  }
}

/** Whether nothing went wrong at a line of a course. */
export const isSmooth = (line: string): boolean => line.endsWith(': accepted') || line.endsWith(': pending');

export const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((line, index) => line === other[index]);
