import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import { Authority, type AuthorityKind, type Fault, invoice, testFeature, testPorts } from './world.ts';

const hour = 3_600_000;

/** A wall clock that is an hour ahead or behind or right, and another each time it is read; the monotonic one is never wrong. */
function jumpingClock(seed: number) {
  let time = Date.parse('2026-03-01T12:00:00Z');
  let state = seed;
  const drawn = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * 3) - 1;
  };
  return {
    now: () => new Date(time + drawn() * hour),
    monotonic: () => time,
    async sleep(milliseconds: number) {
      time += milliseconds;
    },
  };
}

const worlds: { kind: AuthorityKind; faults: Fault[] }[] = [
  { kind: 'detects-duplicates', faults: ['accept-then-no-answer'] },
  { kind: 'stamps-every-post', faults: ['accept-then-no-answer'] },
  { kind: 'stamps-every-post', faults: ['unavailable', 'no-proof', 'unavailable'] },
];

describe.each(worlds)('a clock that jumps by an hour, now ahead, now back ($kind, $faults)', ({ kind, faults }) => {
  it('two hundred times: one acceptance, and a record that is whole', async () => {
    for (let seed = 1; seed <= 200; seed++) {
      const clock = jumpingClock(seed);
      const authority = new Authority(kind, () => clock.monotonic(), [...faults]);
      // What it has stamped it tells at once: how long it takes is measured by a clock, and this one is wrong.
      authority.findsAfter = 0;
      const feature = testFeature({ attempts: 9, recover: { attempts: 20 } });
      const pipeline = feature.pipelines.issue;
      const engine = createEngine(testPorts(feature, authority, clock));
      const run = await engine.submit({ feature, pipeline, context: {}, data: invoice('A-1') });
      const report = await engine.advance(run, { patience: 1e12 });
      expect(report, `seed ${seed}`).toMatchObject({ state: 'completed', outcome: 'accepted', values: { id: 'id-1' } });
      expect(authority.accepted, `seed ${seed}`).toHaveLength(1);
      expect((await engine.verify(run)).problems, `seed ${seed}`).toEqual([]);
    }
  });
});
