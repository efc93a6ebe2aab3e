import { describe, expect, it } from 'vitest';
import { fail, type RunSummary } from '../../../engine/index.ts';
import { lookAt } from '../../../server/changes/look.ts';
import { engineOf } from '../../worker/engines.ts';

/** An engine with these runs: what is open, and how each stands. */
function storeOf() {
  const runs = new Map<string, RunSummary>();
  let read = 0;
  const isOpen = ({ state }: RunSummary) => !['completed', 'failed', 'cancelled'].includes(state);
  const summaryOf = (run: string) => {
    read += 1;
    return runs.get(run) ?? fail('RUN_UNKNOWN', run);
  };
  const engine = {
    ...engineOf({}),
    summary: async (run: string) => summaryOf(run),
    async *open() {
      for (const [run, summary] of runs) if (isOpen(summary)) yield run;
      yield '20261101T000000-00000000000000ff';
    },
    async *list() {
      for (const run of [...runs.keys()].sort().reverse()) yield summaryOf(run);
    },
  };
  return {
    engine,
    put(at: string, nonce: number, state: RunSummary['state'], outcome: RunSummary['outcome'] = null) {
      const run = `${at}-${String(nonce).padStart(16, '0')}`;
      const [feature, version, pipeline, submittedAt] = ['xx/test', '1.0.0', 'issue', at];
      runs.set(run, { run, feature, version, pipeline, context: {}, state, outcome, values: {}, submittedAt });
    },
    get read() {
      return read;
    },
  };
}

describe('a look', () => {
  it('finds what came, what changed and what ended since the last, each once', async () => {
    let now = '2026-11-22T12:00:00Z';
    const store = storeOf();
    const clock = { now: () => new Date(now), monotonic: () => 0, sleep: async () => {} };
    const look = lookAt(store.engine, clock);
    const found = async () => (await look()).map(({ run, state }) => `${Number(run.slice(-4))} ${state}`).sort();
    store.put('20261122T115959', 1, 'executing');
    store.put('20261101T080000', 2, 'held', 'unknown');
    store.put('20261122T115950', 3, 'completed', 'accepted');
    expect(await found()).toEqual([]);
    expect(await found()).toEqual([]);
    now = '2026-11-22T12:00:02Z';
    store.put('20261122T115959', 1, 'completed', 'accepted');
    store.put('20261101T080000', 2, 'completed', 'refused');
    store.put('20261122T120001', 4, 'completed', 'accepted');
    store.put('20261122T120001', 5, 'scheduled');
    expect(await found()).toEqual(['1 completed', '2 completed', '4 completed', '5 scheduled']);
    expect(await found()).toEqual([]);
    now = '2026-11-22T14:00:00Z';
    store.put('20261122T120001', 5, 'completed', 'accepted');
    store.put('20261122T135930', 6, 'completed', 'accepted');
    expect(await found()).toEqual(['5 completed', '6 completed']);
  });

  it('costs as much as there is open, whatever is finished', async () => {
    const store = storeOf();
    for (let nonce = 0; nonce < 500; nonce++) store.put('20261122T080000', nonce, 'completed', 'accepted');
    for (let nonce = 500; nonce < 510; nonce++) store.put('20261122T080000', nonce, 'held', 'unknown');
    const clock = { now: () => new Date('2026-11-22T12:00:00Z'), monotonic: () => 0, sleep: async () => {} };
    const look = lookAt(store.engine, clock);
    await look();
    const before = store.read;
    await look();
    expect(store.read - before).toBeLessThan(15);
  });
});
