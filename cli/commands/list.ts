import { fail, firstDayOf, isDay, type RunSummary } from '../../engine/index.ts';
import { openEnvironment } from '../../platform/environment/index.ts';
import { exit } from '../exit.ts';
import { say } from '../print/people.ts';
import { bold, dim } from '../print/style.ts';
import { configOf, type RunOptions } from './run.ts';

export interface ListOptions extends Pick<RunOptions, 'environment' | 'json'> {
  readonly from?: string;
  readonly until?: string;
  readonly legalEntity?: readonly string[];
  readonly state?: readonly string[];
  readonly outcome?: readonly string[];
  readonly says?: readonly string[];
  readonly limit: string;
}

/** `timbre list`: the runs of some days, the newest first. */
export async function list(options: ListOptions): Promise<number> {
  const environment = openEnvironment(configOf(options));
  try {
    const until = dayOf('until', options.until) ?? new Date().toISOString().slice(0, 10);
    const from = dayOf('from', options.from) ?? firstDayOf(until);
    if (from > until) fail('USAGE', `--from is ${from}, which is after --until, ${until}.`);
    const { legalEntity: legalEntities, state: states, outcome: outcomes, says } = options;
    const most = limitOf(options.limit);
    const runs: RunSummary[] = [];
    for await (const run of environment.engine.list({ from, until, legalEntities, states, outcomes, says })) {
      runs.push(run);
      if (runs.length > most) break;
    }
    const shown = runs.slice(0, most);
    const more = runs.length > most;
    if (options.json) process.stdout.write(`${JSON.stringify({ runs: shown, more })}\n`);
    else tell(shown, more, `from ${from} until ${until}`);
    return exit.accepted;
  } finally {
    await environment.close();
  }
}

function tell(runs: readonly RunSummary[], more: boolean, days: string): void {
  for (const { run, feature, pipeline, state, outcome, context, original, says } of runs) {
    const stands = [state, outcome].filter(Boolean).join(', ');
    const about = original === undefined ? '' : `${says ? `says ${says} of` : 'of'} ${original}`;
    const what = [`${feature}/${pipeline}`, context.legalEntity, about].filter(Boolean).join('  ');
    say(`${run}  ${bold(stands.padEnd(20))} ${dim(what)}`);
  }
  if (runs.length === 0) say(`No such run was submitted ${days}.`);
  if (more) say(dim('There are more: say other days, or a larger --limit.'));
}

function dayOf(name: string, given: string | undefined): string | undefined {
  if (given === undefined || isDay(given)) return given;
  return fail('USAGE', `--${name} must be a day such as 2026-11-22, not "${given}".`);
}

function limitOf(given: string): number {
  const limit = Number(given);
  if (Number.isInteger(limit) && limit > 0) return limit;
  return fail('USAGE', `--limit must be a whole number from 1 on, not "${given}".`);
}
