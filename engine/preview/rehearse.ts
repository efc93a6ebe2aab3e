import { fail, type Problem, problemsOf, TimbreError } from '../errors.ts';
import type { Feature, Pipeline } from '../feature.ts';
import { HttpFailure } from '../http.ts';
import type { StepRecord } from '../record/entry.ts';
import type { RunState } from '../record/fold.ts';
import { Journal } from '../record/journal.ts';
import type { AtHand } from '../run/at-hand.ts';
import type { Halt } from '../run/halt.ts';
import type { Ports } from '../run/ports.ts';
import { runSteps } from '../run/steps.ts';
import { openRun, takeUp } from '../run/take-up.ts';
import { beforeExternal, stateSteps } from './before-external.ts';
import { shadowStore } from './shadow-store.ts';

/** What came of one submission, as far as a version gets without the world. */
export interface Rehearsed {
  readonly end: 'passed' | 'failed' | 'held';
  readonly problems: readonly Problem[];
  readonly steps: ReadonlyMap<string, StepRecord>;
  readonly read: (document: StepRecord['documents'][string]) => Promise<Uint8Array | undefined>;
}

/**
 * Does with the submission of a run what another version of its feature would do, up to the first external step: in a store that keeps
 * all to itself, without an identity, with the numbers that the run was given, and without a network.
 */
export async function rehearse(ports: Ports, atHand: AtHand, run: string, feature: Feature): Promise<Rehearsed> {
  const live = await openRun(ports, run);
  const store = shadowStore(ports.store, run);
  const { observe: _, ...shadow } = { ...ports, store, http: noNetwork };
  const ended = (halt: Halt | undefined, steps: Rehearsed['steps']): Rehearsed => ({
    ...endOf(halt),
    steps,
    read: ({ path }) => store.read(path),
  });
  try {
    const pipeline = feature.pipelines[live.state.submission.pipeline];
    if (!pipeline) return fail('NO_PIPELINE', `${feature.version} has no pipeline ${live.state.submission.pipeline}.`);
    const journal = await begin(shadow, feature, pipeline, live.state, run);
    const { work, frame } = await takeUp(shadow, atHand, journal);
    const { steps, upTo = '' } = beforeExternal(pipeline.steps, journal.state.submission.settings);
    const halt = await runSteps(work, steps, frame());
    // A connector that was cut short has nothing to give.
    const whole = [...work.state.steps].filter(([name]) => !upTo.startsWith(`${name}/`));
    return ended(halt, new Map(whole));
  } catch (thrown) {
    if (thrown instanceof TimbreError && thrown.code === 'STORE_FAILED') throw thrown;
    return ended({ kind: 'finish', state: 'failed', problems: problemsOf(thrown) }, new Map());
  }
}

async function begin(
  ports: Ports,
  feature: Feature,
  pipeline: Pipeline,
  live: RunState,
  run: string,
): Promise<Journal> {
  const { submission, input, attachments } = live;
  const { id, version, digest } = feature;
  const settings = ports.environment.settings(feature, submission.context);
  const given = new Set(stateSteps(pipeline.steps, settings));
  const journal = await Journal.create(
    ports.store,
    run,
    {
      type: 'scheduled',
      submission: { ...submission, feature: { id, version, digest }, settings },
      input,
      ...(attachments.length === 0 ? {} : { attachments }),
      steps: [...live.steps.values()].filter(({ step }) => given.has(step)),
    },
    new Date(live.startedAt),
  );
  return journal ?? fail('INTERNAL', `The shadow of ${run} exists already.`);
}

function endOf(halt: Halt | undefined): Pick<Rehearsed, 'end' | 'problems'> {
  if (halt === undefined || halt.kind === 'wait') return { end: 'passed', problems: [] };
  if (halt.kind === 'hold') return { end: 'held', problems: halt.problems };
  return { end: halt.state === 'failed' ? 'failed' : 'passed', problems: halt.problems };
}

/** No step asks for it: those that may were taken off. */
const noNetwork: Ports['http'] = {
  send: async () => {
    throw new HttpFailure('host-not-allowed', false, 'a preview sends nothing');
  },
};
