import type { CelFunction, ExpressionFunction } from '../../engine/expression.ts';
import { table } from './table.ts';

/** Every function of the expression language; one of several shapes stands once. */
export function functionTables(functions: readonly ExpressionFunction[], builtins: readonly CelFunction[]): string {
  const own = [...functions].sort(byName).map(row);
  const cel = [...builtins].sort(byName).map(row);
  const head = ['function', 'what it gives', 'for example'];
  return `### Functions\n\n${table(head, own)}\n\n### Functions and methods of CEL\n\n${table(head, cel)}\n`;
}

const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);

function row({ signatures, summary, examples }: Pick<ExpressionFunction, 'signatures' | 'summary' | 'examples'>) {
  const shown = examples.map(([expression, result]) => `\`${expression}\` → ${resultText(result)}`);
  return [signatures.map((each) => `\`${each}\``).join('<br>'), summary, shown.join('<br>')];
}

const resultText = (result: string | undefined): string => (result === undefined ? 'absent' : `\`${result}\``);
