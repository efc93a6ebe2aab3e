import type { Blame, ProblemKind } from '../../engine/problem-kinds/index.ts';
import { table } from './table.ts';

const headings: Readonly<Record<Blame, string>> = {
  integrator: 'The data: for whoever submits invoices',
  author: 'The feature: for whoever writes it',
  operator: 'The environment: for whoever runs Timbre',
  authority: 'What came from outside: for whoever talks to the authority or the sender',
  timbre: 'Timbre itself',
};

/** All problem codes: a table for each who must act, in alphabetical order. */
export function errorTables(kinds: Readonly<Record<string, ProblemKind>>): string {
  const parts = Object.entries(headings).map(([blame, heading]) => {
    const rows = Object.entries(kinds)
      .filter(([, kind]) => kind.blame === blame)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, { summary, action }]) => [`\`${code}\``, summary, action]);
    return `## ${heading}\n\n\`blame: ${blame}\`\n\n${table(['code', 'what it means', 'what to do'], rows)}\n`;
  });
  return parts.join('\n');
}
