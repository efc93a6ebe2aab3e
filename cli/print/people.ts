import { formatProblem } from '../../engine/format-problem.ts';
import type { Problem, RunEvent, RunReport } from '../../engine/index.ts';
import { bold, dim, green, red, yellow } from './style.ts';

export const say = (text = ''): void => {
  process.stdout.write(`${text}\n`);
};

/** Tells of each step when it is done, and of what is waited for. */
export function tellProgress(event: RunEvent): void {
  if (event.type === 'finished' && !event.step.includes('/ask.')) {
    const mark = event.skipped ? dim('–') : green('✓');
    say(
      `  ${mark} ${event.step.padEnd(24)} ${dim(event.uses.padEnd(10))} ${dim(event.skipped ? 'skipped' : milliseconds(event.took))}`,
    );
  }
  if (event.type === 'answered') {
    const mark = event.outcome === 'accepted' ? green('✓') : event.outcome === 'refused' ? red('✗') : yellow('?');
    const attempt = event.attempt > 1 ? `, attempt ${event.attempt}` : '';
    say(
      `  ${mark} ${event.step.padEnd(24)} ${dim('call'.padEnd(10))} ${dim(milliseconds(event.took))}  ${event.outcome}${attempt}`,
    );
  }
  if (event.type === 'asked')
    say(
      `  ${event.verdict === 'found' ? green('✓') : yellow('?')} ${event.step.padEnd(24)} ${dim('ask'.padEnd(10))} ${event.verdict}`,
    );
  if (event.type === 'waiting') say(`  ${dim(`… waiting until ${event.until.slice(11, 19)} UTC`)}`);
}

const milliseconds = (took: number): string => `${took.toFixed(took < 10 ? 1 : 0).padStart(6)} ms`;

const stateColours: Readonly<Record<string, (text: string) => string>> = {
  completed: green,
  failed: red,
  cancelled: red,
  held: yellow,
};

/** The end of a run: state, outcome, values, problems, files. */
export function tellReport(report: RunReport, pathOf: (path: string) => string): void {
  const colour = report.outcome === 'refused' ? red : (stateColours[report.state] ?? yellow);
  say();
  say(`${bold(colour(`${report.state}${report.outcome ? `, ${report.outcome}` : ''}`))}  ${dim(`run ${report.run}`)}`);
  for (const [name, value] of Object.entries(report.values)) say(`  ${name.padEnd(24)} ${bold(String(value ?? '–'))}`);
  if (report.original) say(`  speaks of run ${report.original}${report.says ? `: ${bold(report.says)}` : ''}`);
  if (report.until) say(`  goes on at ${report.until}: timbre resume ${report.run}`);
  if (report.problems.length > 0) {
    say();
    tellProblems(report.problems);
  }
  say();
  say('Files');
  for (const { step, name, path, size } of report.documents) {
    say(`  ${`${step}.${name}`.padEnd(34)} ${dim(`${String(size).padStart(7)} B`)}  ${pathOf(path)}`);
  }
}

/** What is to be done about several warnings of one kind stands below the last of them. */
export function tellProblems(problems: readonly Problem[]): void {
  for (const [at, each] of problems.entries()) {
    const next = problems[at + 1];
    const { hint, ...bare } = each;
    const isWarning = each.severity === 'warning';
    const goesOn = isWarning && next?.code === each.code && next.hint === hint;
    say((isWarning ? yellow : red)(formatProblem(goesOn ? bare : each)));
  }
}
