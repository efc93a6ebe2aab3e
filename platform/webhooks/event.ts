import type { Engine } from '../../engine/index.ts';
import type { Ledger } from '../inbound/index.ts';
import { eventOfArrival } from './arrival-event.ts';
import type { Change, RunChange } from './change.ts';

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
  return 'run' in change ? eventOfRun(engine, change) : eventOfArrival(arrivals, change, waited);
}

async function eventOfRun(engine: Engine, { run, revision }: RunChange): Promise<ChangeEvent | 'none' | 'not yet'> {
  const log = await engine.log(run);
  const entry = log[revision - 1];
  if (entry === undefined) return 'not yet';
  const name = entry.type === 'held' ? 'held' : entry.type === 'finished' ? entry.state : undefined;
  if (name === undefined) return 'none';
  const { submittedAt, context, key, feature, version, pipeline, outcome, values } = await engine.summary(run);
  const data = {
    id: run,
    revision,
    state: name,
    outcome,
    values,
    problems: entry.type === 'held' || entry.type === 'finished' ? entry.problems.map(({ code }) => code) : [],
    ...{ feature, version, pipeline, context, key: key ?? null, submittedAt },
    links: { self: `/submissions/${run}` },
  };
  const payload = JSON.stringify({ type: `submission.${name}`, timestamp: entry.at, data });
  return { name, legalEntity: context.legalEntity, payload };
}
