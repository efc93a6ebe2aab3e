import type { StampedEntry } from '../../engine/index.ts';
import { openEnvironment } from '../../platform/environment/index.ts';
import { exit } from '../exit.ts';
import { say, tellProblems } from '../print/people.ts';
import { bold, dim } from '../print/style.ts';
import { configOf, type RunOptions } from './run.ts';

/** `timbre log RUN`: everything that happened in a run, in order. */
export async function log(id: string, options: Pick<RunOptions, 'environment' | 'json'>): Promise<number> {
  const environment = openEnvironment(configOf(options));
  try {
    const entries = await environment.engine.log(id);
    if (options.json) process.stdout.write(`${JSON.stringify({ run: id, entries })}\n`);
    else for (const entry of entries) tell(entry);
    return exit.accepted;
  } finally {
    await environment.close();
  }
}

function tell(entry: StampedEntry): void {
  const at = `${entry.at.slice(0, 10)} ${entry.at.slice(11, 23)}`;
  if ('steps' in entry && entry.type !== 'scheduled') {
    for (const { step, uses, took, skipped } of entry.steps) {
      say(
        `${dim(at)}  step      ${step.padEnd(28)} ${dim(`${uses}, ${skipped ? 'skipped' : `${took.toFixed(1)} ms`}`)}`,
      );
    }
  }
  say(`${dim(at)}  ${bold(entry.type.padEnd(9))} ${summary(entry)}`);
  if ('problems' in entry) tellProblems(entry.problems);
}

function summary(entry: StampedEntry): string {
  switch (entry.type) {
    case 'scheduled': {
      const { feature, pipeline, environment } = entry.submission;
      return `${feature.id} ${feature.version}, ${pipeline}, in ${environment}${entry.replayOf ? `, repeats ${entry.replayOf.run} from ${entry.replayOf.from}` : ''}`;
    }
    case 'attempted':
      return `${entry.step}, attempt ${entry.attempt}, ${Object.values(entry.inputs).join(' ').slice(0, 16)}`;
    case 'answered': {
      const { outcome, status, code, failure } = entry.answer;
      const facts = [status && `status ${status}`, code && `code ${code}`, failure].filter(Boolean).join(', ');
      return `${entry.step}, attempt ${entry.attempt}: ${outcome}${facts ? ` (${facts})` : ''}`;
    }
    case 'asked':
      return `${entry.step}, question ${entry.ask}: ${entry.verdict}${entry.reason ? ` (${entry.reason})` : ''}`;
    case 'parked':
      return `${entry.step} until ${entry.until}: ${entry.reason}`;
    case 'held':
      return entry.step;
    case 'finished':
      return `${entry.state}${entry.sameAs ? `: run ${entry.sameAs} handles it` : ''}`;
    default:
      return '';
  }
}
