import { formatProblem } from '../../engine/index.ts';
import type { CaseResult } from '../cases/replay.ts';
import { say } from './people.ts';
import { dim, green, red, yellow } from './style.ts';

export interface TestedCase extends CaseResult {
  readonly feature: string;
  /** The folder of the feature that the case is of, where an overlay was tested with the cases of its base. */
  readonly base?: string;
}

/** How a case ended: what differs, and in full what the run said that the case does not expect. */
export function tellCase({ name, title, base, skipped, differences, problems, updated }: TestedCase): void {
  if (skipped !== undefined) {
    say(`  ${yellow('–')} ${name}  ${dim(`skipped: ${skipped}`)}`);
    return;
  }
  const mark = differences.length + problems.length === 0 ? green('✓') : red('✗');
  say(`  ${mark} ${name}  ${dim(title)}${base === undefined ? '' : dim(`  of ${base}`)}`);
  for (const file of updated) say(`      wrote ${file}`);
  for (const { what, expected, got } of differences) {
    // The problem itself says more, below.
    if (what === 'problem' && expected === 'none') continue;
    say(`      ${what}`);
    say(`        expected ${expected}`);
    say(`        got      ${red(got)}`);
  }
  for (const each of problems) say(red(formatProblem(each).replaceAll(/^/gm, '      ')));
}
