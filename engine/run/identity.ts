import { type Problem, problem } from '../errors.ts';
import type { Variables } from '../expression.ts';
import type { Pipeline } from '../feature.ts';
import { layout } from '../record/layout.ts';
import { type Standing, standingOf } from '../record/purged.ts';
import { type Claim, claiming, isOfAnother, placesOf, readClaim } from './claim.ts';
import type { Ports } from './ports.ts';
import { toValue } from './values.ts';
import type { Work } from './work.ts';

/** What makes a fiscal document one document. */
export interface Identity {
  readonly parts: readonly string[];
  /** How many of them name it; by the others documents are told apart that have one name. */
  readonly named: number;
}

/** The parts of what makes the fiscal document one document, as text; a problem for each that is missing. */
export function identityOf(pipeline: Pipeline, variables: Variables): Identity & { readonly problems: Problem[] } {
  const parts: string[] = [];
  const problems: Problem[] = [];
  for (const expression of [...pipeline.identity, ...pipeline.toldApartBy]) {
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
  return { parts, named: pipeline.identity.length, problems };
}

/**
 * Claims the identity for this run before anything is sent. Resolves to the run that holds it, if it is another one.
 * The claim is one small file per identity; whether its holder still holds it follows from the holder's own record,
 * so no crash can leave it wrong: only a run that is proven to have issued nothing gives it up.
 */
export async function claimIdentity(work: Work, identity: Identity): Promise<string | undefined> {
  return claimOne(work, identity.parts, placesOf(work.ports, work.feature.id, work.pipeline.name, identity));
}

async function claimOne(
  work: Work,
  parts: readonly string[],
  [place, ...further]: readonly string[],
): Promise<string | undefined> {
  if (place === undefined) return undefined;
  const { store } = work.ports;
  const claimant = { ports: work.ports, replayOf: work.state.replayOf?.run };
  // Nearly always nobody holds it: the first look is the claim itself.
  for (let found: Claim | undefined; !(await store.swap(place, claiming(work.run, parts, found), found?.version)); ) {
    found = await readClaim(store, place);
    if (!found) continue;
    if (further.length > 0 && isOfAnother(found, parts)) return claimOne(work, parts, further);
    if (found.run === work.run) return undefined;
    const stands = await standing(claimant, found.run);
    if (stands !== undefined) return stands;
  }
  return undefined;
}

/**
 * The run that issued a document: of the one that claimed it last and those that this one repeats, the first that was accepted; the last
 * where none was, whatever became of it. Undefined when nobody ever claimed it.
 */
export async function issuerOf(ports: Ports, feature: string, pipeline: string, identity: Identity) {
  const last = await claimantOf(ports, feature, pipeline, identity);
  let issuer = last;
  for (let run = last; run !== undefined; ) {
    const state: Standing | undefined = await standingOf(ports.store, run);
    if (state?.outcome === 'accepted') issuer = run;
    run = state?.replayOf?.run;
  }
  return issuer;
}

/** The run that handles this fiscal document by now, if there is one; nothing is claimed. */
export async function handledBy(
  ports: Ports,
  feature: string,
  pipeline: string,
  identity: Identity,
): Promise<string | undefined> {
  const last = await claimantOf(ports, feature, pipeline, identity);
  return last && standing({ ports, replayOf: undefined }, last);
}

/** The run that claimed a document last. */
async function claimantOf(ports: Ports, feature: string, pipeline: string, identity: Identity) {
  for (const place of placesOf(ports, feature, pipeline, identity)) {
    const claim = await readClaim(ports.store, place);
    if (claim === undefined || !isOfAnother(claim, identity.parts)) return claim?.run;
  }
  return undefined;
}

/** Who wants a document, and the run that it repeats. */
interface Claimant {
  readonly ports: Ports;
  readonly replayOf: string | undefined;
}

/**
 * The run that has the document: the one that claimed it, or the original that this one only repeated, because a replay
 * that issued nothing leaves what its original issued. Undefined when neither stands in the way.
 */
async function standing(claimant: Claimant, holder: string): Promise<string | undefined> {
  const state = await standingOf(claimant.ports.store, holder);
  if (!state || (await isAncestor(claimant, holder, state)) || (await isCancelled(claimant, holder))) return undefined;
  if (!issuedNothing(state)) return holder;
  return state.replayOf && standing(claimant, state.replayOf.run);
}

/** Whether a run that was meant to cancel the holder was accepted. */
async function isCancelled({ ports }: Claimant, holder: string): Promise<boolean> {
  const { store } = ports;
  for await (const path of store.list(layout.cancellations(holder))) {
    const run = path.slice(layout.cancellations(holder).length);
    const state = await standingOf(store, run);
    if (state?.status === 'completed' && state.outcome === 'accepted') return true;
  }
  return false;
}

function issuedNothing(state: Standing): boolean {
  if (state.status === 'cancelled') return true;
  if (state.status === 'completed') return state.outcome === 'refused';
  return (
    state.status === 'failed' &&
    (state.outcome === undefined || state.outcome === 'unavailable' || state.outcome === 'refused')
  );
}

/** A replay takes over from a finished run that it repeats, directly or by way of other replays. */
async function isAncestor({ ports, replayOf }: Claimant, holder: string, state: Standing): Promise<boolean> {
  if (state.status !== 'completed' && state.status !== 'failed') return false;
  let of = replayOf;
  while (of !== undefined && of !== holder) of = (await standingOf(ports.store, of))?.replayOf?.run;
  return of === holder;
}
