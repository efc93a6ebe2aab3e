import { type Engine, fail, type Later, type StampedEntry, type Verification } from '../../engine/index.ts';
import { openEnvironment } from '../../platform/environment/index.ts';
import { exit } from '../exit.ts';
import { say, tellProblems } from '../print/people.ts';
import { bold, dim, green } from '../print/style.ts';
import { configOf, type RunOptions } from './run.ts';

export interface LogOptions extends Pick<RunOptions, 'environment' | 'json'> {
  /** The hash of an entry, or that the record is to be verified at all. */
  readonly verify?: string | true;
}

/** `timbre log RUN`: everything that happened in a run, in order; 1 when it is to be verified, and is not sound. */
export async function log(id: string, options: LogOptions): Promise<number> {
  const environment = openEnvironment(configOf(options));
  try {
    if (options.verify !== undefined) return await verified(environment.engine, id, options);
    const entries = await environment.engine.log(id);
    const later = await environment.engine.later(id);
    if (options.json) process.stdout.write(`${JSON.stringify({ run: id, entries, later })}\n`);
    else {
      for (const entry of entries) tell(entry);
      for (const each of later) tellLater(each);
    }
    return exit.accepted;
  } finally {
    await environment.close();
  }
}

async function verified(engine: Engine, id: string, { verify, json }: LogOptions): Promise<number> {
  if (typeof verify === 'string' && !/^[0-9a-f]{64}$/.test(verify))
    fail('USAGE', '--verify takes the sha256 of an entry, 64 hexadecimal digits.');
  const found = await engine.verify(id, verify === true ? undefined : verify);
  if (json) process.stdout.write(`${JSON.stringify(found)}\n`);
  else tellVerification(found);
  return found.sound ? exit.accepted : exit.failed;
}

function tellVerification({ sound, record, anchored, documents, unnamed, problems }: Verification): void {
  tellProblems(problems);
  const why = 'it was the answer to a poll that went on, or a process died before it was recorded';
  for (const path of unnamed) say(dim(`No entry names ${path}: ${why}.`));
  const open = record.entries - anchored;
  const end =
    open === 0
      ? 'The end is proven.'
      : `The last ${open} are held by nothing but each other: the run goes on, or keep the hash below.`;
  if (sound)
    say(`${green('Whole and unchanged')}: ${record.entries} entries in one chain, ${documents} documents. ${end}`);
  say(`sha256 of the last entry: ${bold(record.sha256)}`);
}

/** What cancelled, paid, corrected or spoke of it: not in its record, but in theirs. */
function tellLater({ run, pipeline, state, outcome, says, values, at }: Later): void {
  const how = [state, outcome, says && `says ${says}`].filter(Boolean).join(', ');
  say(`${dim(timeOf(at))}  ${bold('later')}     ${pipeline}: ${how} ${dim(`run ${run}`)}`);
  const facts = Object.entries(values).filter(([, value]) => value !== null && value !== '');
  if (facts.length > 0) say(`${''.padEnd(35)}${facts.map(([name, value]) => `${name} ${value}`).join(', ')}`);
}

const timeOf = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 23)}`;

function tell(entry: StampedEntry): void {
  const at = timeOf(entry.at);
  if ('steps' in entry && entry.type !== 'scheduled') {
    for (const { step, uses, took, skipped } of entry.steps) {
      say(
        `${dim(at)}  step      ${step.padEnd(28)} ${dim(`${uses}, ${skipped ? 'skipped' : `${took.toFixed(1)} ms`}`)}`,
      );
    }
  }
  say(`${dim(at)}  ${bold(entry.type.padEnd(9))} ${summary(entry)}`.trimEnd());
  if ('problems' in entry) tellProblems(entry.problems);
}

const spoken = (concerns: { run?: string; says?: string; identity: readonly string[] } | undefined): string =>
  concerns
    ? `: speaks of ${concerns.run ?? concerns.identity.join(', ')}${concerns.says ? `, ${concerns.says}` : ''}`
    : '';

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
    case 'resolved':
      return `${entry.step}, attempt ${entry.attempt}: ${entry.verdict}, says ${entry.by} (${entry.why})`;
    case 'parked':
      return `${entry.step} until ${entry.until}: ${entry.reason}`;
    case 'paced':
      return `${entry.step} until ${entry.until}: ${entry.reason} of ${entry.authority}`;
    case 'held':
      return entry.step;
    case 'finished':
      return `${entry.state}${entry.sameAs ? `: run ${entry.sameAs} handles it` : ''}${spoken(entry.concerns)}`;
    default:
      return '';
  }
}
