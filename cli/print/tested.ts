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
export function tellCase({ name, title, base, skipped, differences, problems, unchecked, updated }: TestedCase): void {
  if (skipped !== undefined) {
    say(`  ${yellow('–')} ${name}  ${dim(`skipped: ${skipped}`)}`);
    return;
  }
  const mark = differences.length + problems.length === 0 ? green('✓') : red('✗');
  say(`  ${mark} ${name}  ${dim(title)}${base === undefined ? '' : dim(`  of ${base}`)}`);
  for (const file of updated) say(`      wrote ${file}`);
  for (const message of unchecked) say(`      ${yellow(message)}`);
  for (const each of worthTelling(differences)) tellDifference(each);
  for (const each of problems) say(red(formatProblem(each).replaceAll(/^/gm, '      ')));
}

function tellDifference({ what, expected, got, lines }: CaseResult['differences'][number]): void {
  say(`      ${what}`);
  if (lines) {
    for (const { kind, line } of lines.slice(0, most))
      say(`        ${kind === 'removed' ? `- ${line}` : red(`+ ${line}`)}`);
    if (lines.length > most) say(dim(`        … and ${lines.length - most} lines more; --out copies the documents`));
    say(dim('      - expected, + got; if that is right, timbre test --update writes it'));
    return;
  }
  say(`        expected ${expected}`);
  say(`        got      ${red(got)}`);
}

const most = 12;

/** Where a run did not come to its end, the rest only follows from that; and a problem itself says more, below. */
function worthTelling(differences: CaseResult['differences']): CaseResult['differences'] {
  const said = differences.filter(({ what, expected }) => what !== 'problem' || expected !== 'none');
  if (!said.some(({ what }) => what === 'state')) return said;
  return said.filter(({ what }) => what === 'state' || what === 'problem' || what.startsWith('request '));
}
