import { type Problem, problem } from '../errors.ts';
import type { Variables } from '../expression.ts';
import type { Pipeline } from '../feature.ts';
import type { RunState } from '../record/fold.ts';
import { Journal } from '../record/journal.ts';
import { layout } from '../record/layout.ts';
import { toValue } from './values.ts';
import type { Work } from './work.ts';

/** The parts of what makes the fiscal document one document, as text; a problem for each that is missing. */
export function identityOf(pipeline: Pipeline, variables: Variables): { parts: string[]; problems: Problem[] } {
  const parts: string[] = [];
  const problems: Problem[] = [];
  for (const expression of pipeline.identity) {
    const value = toValue(expression.evaluate(variables));
    parts.push(value === null ? '' : String(value));
    if (value !== null && value !== '') continue;
    const path = expression.path?.slice(1).join('.');
    problems.push(
      problem(
        'IDENTITY_INCOMPLETE',
        `\`${expression.source}\` is part of what makes this document unique, and is missing.`,
        { path },
      ),
    );
  }
  return { parts, problems };
}

/**
 * Claims the identity for this run before anything is sent. Resolves to the run that holds it, if it is another one.
 * The claim is one small file per identity; whether its holder still holds it follows from the holder's own record,
 * so no crash can leave it wrong: only a run that is proven to have issued nothing gives it up.
 */
export async function claimIdentity(work: Work, parts: readonly string[]): Promise<string | undefined> {
  if (parts.length === 0) return undefined;
  const { store } = work.ports;
  const path = layout.identity(
    `${work.feature.id}/${work.pipeline.name}/${work.ports.environment.name}`,
    JSON.stringify(parts),
  );
  const claim = new TextEncoder().encode(JSON.stringify({ run: work.run, identity: parts }));
  for (;;) {
    const found = await store.readVersioned(path);
    if (found) {
      const holder: string = JSON.parse(new TextDecoder().decode(found.bytes)).run;
      if (holder === work.run) return undefined;
      const stands = await standing(work, holder);
      if (stands !== undefined) return stands;
    }
    if (await store.swap(path, claim, found?.version)) return undefined;
  }
}

/**
 * The run that has the document: the one that claimed it, or the original that this one only repeated, because a replay
 * that issued nothing leaves what its original issued. Undefined when neither stands in the way.
 */
async function standing(work: Work, holder: string): Promise<string | undefined> {
  const state = (await Journal.open(work.ports.store, holder))?.state;
  if (!state || (await isAncestor(work, holder, state)) || (await isCancelled(work, holder))) return undefined;
  if (!issuedNothing(state)) return holder;
  return state.replayOf && standing(work, state.replayOf.run);
}

/** Whether a run that was meant to cancel the holder was accepted. */
async function isCancelled(work: Work, holder: string): Promise<boolean> {
  const { store } = work.ports;
  for await (const path of store.list(layout.cancellations(holder))) {
    const run = path.slice(layout.cancellations(holder).length);
    const state = (await Journal.open(store, run))?.state;
    if (state?.status === 'completed' && state.outcome === 'accepted') return true;
  }
  return false;
}

function issuedNothing(state: RunState): boolean {
  if (state.status === 'cancelled') return true;
  if (state.status === 'completed') return state.outcome === 'refused';
  return (
    state.status === 'failed' &&
    (state.outcome === undefined || state.outcome === 'unavailable' || state.outcome === 'refused')
  );
}

/** A replay takes over from a finished run that it repeats, directly or by way of other replays. */
async function isAncestor(work: Work, holder: string, state: RunState): Promise<boolean> {
  if (state.status !== 'completed' && state.status !== 'failed') return false;
  let of = work.state.replayOf?.run;
  while (of !== undefined && of !== holder) of = (await Journal.open(work.ports.store, of))?.state.replayOf?.run;
  return of === holder;
}
