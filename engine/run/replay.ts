import { fail } from '../errors.ts';
import type { StepRecord } from '../record/entry.ts';
import { isFinished, type RunState } from '../record/fold.ts';
import { runId } from '../record/layout.ts';
import type { AtHand } from './at-hand.ts';
import { noteRelated } from './later.ts';
import type { Ports } from './ports.ts';
import { type NewRun, schedule } from './schedule.ts';
import { openRun } from './take-up.ts';

/**
 * Makes a new run, linked to a finished one and pinned to the same feature, that does everything from a step on anew;
 * what the steps before left is taken along. External steps ask before they send.
 */
export async function replay(ports: Ports, atHand: AtHand, original: string, from?: string): Promise<NewRun> {
  const { state } = await openRun(ports, original);
  if (!isFinished(state))
    fail('RUN_NOT_FINISHED', `Run ${original} is ${state.status}; only a finished run is replayed.`);
  const feature = await atHand.features.feature(state.submission.feature.digest);
  const pipeline = feature.pipelines[state.submission.pipeline];
  const steps = pipeline?.steps.map((step) => step.id) ?? [];
  const first = from ?? steps[0] ?? '';
  const at = steps.indexOf(first);
  if (at < 0)
    fail('RUN_STEP_UNKNOWN', `The pipeline of run ${original} has no step ${first}; it has ${steps.join(', ')}.`);
  const { key: _key, trace: _trace, ...submission } = state.submission;
  const heritage = { of: { run: original, from: first }, steps: stepsBefore(state, new Set(steps.slice(0, at))) };
  const run = runId(ports.clock.now(), ports.chance.nonce());
  await noteRelated(ports.store, submission.original?.run, run, pipeline?.cancels);
  return (
    (await schedule(ports, run, submission, state, heritage)) ?? fail('INTERNAL', `The run ${run} exists already.`)
  );
}

function stepsBefore(state: RunState, kept: ReadonlySet<string>): StepRecord[] {
  return [...state.steps.values()].filter(({ step }) => kept.has(step.split('/')[0] ?? ''));
}
