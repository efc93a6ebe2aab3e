import { randomUUID } from 'node:crypto';
import type { Exchanged, Pace, PacedRequest, Pacing, Permission } from '../../engine/index.ts';
import { type Gate, isClosed, knock, learn, type Step } from './gate.ts';
import { giveBack, isOwn, take } from './lane.ts';

/** Where gates are kept: in this process, or where several workers share them. */
export interface Gates {
  /**
   * Changes a gate, whoever else does at the same time: each change is made to what the one before left. `now` is the same clock for
   * all who share the gates. Rejects when they cannot be reached.
   */
  change<T>(name: string, change: (gate: Gate, now: number) => Step<T>): Promise<T>;
}

/** Until gates that are away are asked again, in milliseconds. */
const away = 5_000;

export function openPacing(gates: Gates): Pacing {
  const authorities = new Set<string>();
  return {
    async enter(request) {
      authorities.add(request.authority);
      // Without leave nothing is sent: an authority's limits hold while nobody can be asked about them, too.
      return enter(gates, request).catch(() => ({ kind: 'wait', milliseconds: away, reason: 'pacing-away' }));
    },
    look: () =>
      Promise.all(
        [...authorities].map(async (authority) => {
          const result = (gate: Gate, now: number) => ({ gate, result: isClosed(gate, now) });
          return { authority, closed: await gates.change(authority, result) };
        }),
      ),
  };
}

/**
 * Nobody stands in a lane to an authority that is closed, and nobody has leave who did not find it open at the last moment: it is
 * knocked at before the lane and after it.
 */
async function enter(gates: Gates, request: PacedRequest): Promise<Permission> {
  const { authority, pace } = request;
  const before = pace && (await knockAt(gates, authority, false));
  if (before?.kind === 'wait') return before;
  const lane = pace && (await enterLane(gates, request, pace));
  if (lane?.kind === 'wait') return lane;
  const passed = await knockAt(gates, authority, true);
  if (passed.kind === 'wait') {
    await lane?.done();
    return passed;
  }
  return {
    kind: 'go',
    async done(how) {
      if (how !== undefined && !isOwn(pace, how)) {
        const learned = (gate: Gate, now: number) => ({ gate: learn(gate, how, passed.probe, now), result: undefined });
        // What cannot be told now the next request will find out.
        await gates.change(authority, learned).catch(() => {});
      }
      await lane?.done(how);
    },
  };
}

type Knocked = { readonly kind: 'go'; readonly probe: boolean } | Extract<Permission, { kind: 'wait' }>;

/** `passes`: whoever may go goes, so that of those who try an authority that is away there is one. */
function knockAt(gates: Gates, authority: string, passes: boolean): Promise<Knocked> {
  return gates.change<Knocked>(authority, (gate, now) => {
    const { gate: changed, result } = knock(gate, now);
    if (result.kind === 'go') return { gate: passes ? changed : gate, result };
    return { gate: changed, result: { ...result, milliseconds: result.until - now } };
  });
}

async function enterLane(gates: Gates, request: PacedRequest, pace: Pace): Promise<Permission> {
  const { authority, legalEntity: owner, waited } = request;
  const name = `${authority}/${pace.name}${pace.per === 'legalEntity' ? `/${owner}` : ''}`;
  const id = randomUUID();
  const { result, now } = await gates.change(name, (gate, now) => {
    const { gate: changed, result } = take(gate, pace, { id, owner, waited }, now);
    return { gate: changed, result: { result, now } };
  });
  if (result.kind === 'wait') return { ...result, milliseconds: result.until - now };
  const given = (how: Exchanged | undefined) => (gate: Gate, then: number) => ({
    gate: giveBack(gate, pace, id, how, then - now, then),
    result: undefined,
  });
  return { kind: 'go', done: (how) => gates.change(name, given(how)).catch(() => {}) };
}
