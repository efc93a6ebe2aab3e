import type { Engine } from '../../engine/index.ts';
import type { Change } from './outbox.ts';

export const events = ['completed', 'failed', 'held', 'cancelled'] as const;
export type EventName = (typeof events)[number];

/** A change as it is told. */
export interface ChangeEvent {
  readonly name: EventName;
  readonly legalEntity: string | undefined;
  readonly payload: string;
}

/** What a change turned out to be: an event; nothing, because it never came; or not known yet. */
export async function eventOf(engine: Engine, { run, revision }: Change): Promise<ChangeEvent | 'none' | 'not yet'> {
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
