import type { Engine, RunSummary } from '../../engine/index.ts';
import type { Ledger } from '../inbound/index.ts';
import { eventOfArrival } from './arrival-event.ts';
import type { Change, LaterChange, RunChange } from './change.ts';

/** A change as it is told. */
export interface ChangeEvent {
  readonly name: string;
  readonly legalEntity: string | undefined;
  readonly payload: string;
}

/** Where what is told of is looked up. */
export interface Sources {
  readonly engine: Engine;
  readonly arrivals: Pick<Ledger, 'read' | 'acknowledgement'>;
}

/**
 * What a change turned out to be: an event; nothing, because it never came; or not known yet.
 *
 * @param waited what is not known yet may be told without it
 */
export function eventOf(
  { engine, arrivals }: Sources,
  change: Change,
  waited: boolean,
): Promise<ChangeEvent | 'none' | 'not yet'> {
  if ('arrival' in change) return eventOfArrival(arrivals, change, waited);
  return 'original' in change ? eventOfLater(engine, change) : eventOfRun(engine, change);
}

async function eventOfRun(engine: Engine, { run, revision }: RunChange): Promise<ChangeEvent | 'none' | 'not yet'> {
  const log = await engine.log(run);
  const entry = log[revision - 1];
  if (entry === undefined) return 'not yet';
  const name = entry.type === 'held' ? 'held' : entry.type === 'finished' ? entry.state : undefined;
  if (name === undefined) return 'none';
  const summary = await engine.summary(run);
  const data = {
    id: run,
    revision,
    state: name,
    outcome: summary.outcome,
    values: summary.values,
    problems: entry.type === 'held' || entry.type === 'finished' ? entry.problems.map(({ code }) => code) : [],
    original: summary.original ?? null,
    says: summary.says ?? null,
    ...submitted(summary),
  };
  const payload = JSON.stringify({ type: `submission.${name}`, timestamp: entry.at, data });
  return { name, legalEntity: summary.context.legalEntity, payload };
}

/** Told of the earlier one, whose state and outcome stay what they are. What was announced and then found otherwise is not told. */
async function eventOfLater(
  engine: Engine,
  { original, run, revision }: LaterChange,
): Promise<ChangeEvent | 'none' | 'not yet'> {
  const entry = (await engine.log(run))[revision - 1];
  if (entry === undefined) return 'not yet';
  const { pipeline, state, outcome, values, says = null, ...later } = await engine.summary(run);
  if (entry.type !== 'finished' || later.original !== original) return 'none';
  const summary = await engine.summary(original);
  const links = { self: `/submissions/${run}`, documents: `/submissions/${run}/documents` };
  const data = {
    id: original,
    state: summary.state,
    outcome: summary.outcome,
    values: summary.values,
    later: { id: run, pipeline, at: entry.at, state, outcome, says, values, links },
    ...submitted(summary),
  };
  const payload = JSON.stringify({ type: 'submission.later', timestamp: entry.at, data });
  return { name: 'later', legalEntity: summary.context.legalEntity, payload };
}

const submitted = ({ run, feature, version, pipeline, context, key = '', submittedAt }: RunSummary) => ({
  ...{ feature, version, pipeline, context, key: key || null, submittedAt },
  links: { self: `/submissions/${run}` },
});
