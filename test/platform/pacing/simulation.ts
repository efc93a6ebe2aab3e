import type { Exchanged, Pace, PacedRequest } from '../../../engine/index.ts';
import { localGates, openPacing } from '../../../platform/pacing/index.ts';

export interface Passage {
  readonly owner: string;
  readonly at: number;
}

export interface Simulated {
  readonly passages: readonly Passage[];
  /** How often somebody asked for leave. */
  readonly visits: number;
}

interface Comer {
  readonly owner: string;
  at: number;
  waited: boolean;
}

/** Time as a list of what is to happen: each comer asks for leave, waits as long as it is told, asks again, until it may pass. */
export async function simulate(
  comers: readonly { readonly owner: string; readonly at: number }[],
  options: { pace?: Pace; takes?: number; answer?: (at: number) => Exchanged; until?: number },
): Promise<Simulated> {
  const {
    pace,
    takes = 0,
    answer = () => ({ answered: true, status: 200 }),
    until = Number.POSITIVE_INFINITY,
  } = options;
  let now = 0;
  const pacing = openPacing(localGates({ now: () => new Date(now) }));
  const coming: Comer[] = comers.map((each) => ({ ...each, waited: false }));
  const underWay: { at: number; done: () => Promise<void> }[] = [];
  const passages: Passage[] = [];
  let visits = 0;
  for (;;) {
    const next = first(coming);
    const end = first(underWay);
    if (end && (!next || end.at <= next.at)) {
      now = end.at;
      underWay.splice(underWay.indexOf(end), 1);
      await end.done();
      continue;
    }
    if (!next || next.at > until) return { passages, visits };
    now = Math.max(now, next.at);
    visits += 1;
    const request: PacedRequest = {
      authority: 'a.example',
      legalEntity: next.owner,
      waited: next.waited,
      ...(pace && { pace }),
    };
    const permission = await pacing.enter(request);
    if (permission.kind === 'wait') {
      next.at = now + Math.max(1, Math.ceil(permission.milliseconds));
      next.waited = true;
      continue;
    }
    coming.splice(coming.indexOf(next), 1);
    const at = now;
    passages.push({ owner: next.owner, at });
    const how = answer(at);
    underWay.push({ at: now + takes, done: () => permission.done(how) });
    // Nothing was accepted: it comes again.
    if (!how.answered) coming.push({ owner: next.owner, at: now + takes + 1_000, waited: false });
  }
}

const first = <T extends { readonly at: number }>(all: readonly T[]): T | undefined =>
  all.reduce<T | undefined>((least, each) => (least === undefined || each.at < least.at ? each : least), undefined);

/** The most passages in any period. */
export function mostIn(passages: readonly Passage[], period: number): number {
  const times = passages.map(({ at }) => at).sort((a, b) => a - b);
  return Math.max(0, ...times.map((start, index) => times.filter((at, i) => i >= index && at < start + period).length));
}

export const bulk = (owner: string, count: number, at = 0) => Array.from({ length: count }, () => ({ owner, at }));
