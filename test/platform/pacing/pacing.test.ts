import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pace } from '../../../engine/index.ts';
import { openPacing } from '../../../platform/pacing/index.ts';
import { bulk, mostIn, simulate } from './simulation.ts';

const minute = 60_000;
const rateOf = (count: number, period = minute): Pace => ({ name: 'pac', per: 'authority', rate: { count, period } });

describe('a rate', () => {
  it('is never exceeded in any period, whoever comes when', async () => {
    const owner = fc.constantFrom('a', 'b', 'c');
    const comer = fc.record({ owner, at: fc.integer({ min: 0, max: 5 * minute }) });
    await fc.assert(
      fc.asyncProperty(fc.array(comer, { maxLength: 120 }), fc.integer({ min: 1, max: 40 }), async (comers, count) => {
        const { passages } = await simulate(comers, { pace: rateOf(count) });
        expect(passages).toHaveLength(comers.length);
        expect(mostIn(passages, minute)).toBeLessThanOrEqual(count);
      }),
      { numRuns: 60 },
    );
  });

  it('is used: a bulk takes little longer than it must, and each asks once or twice', async () => {
    const { passages, visits } = await simulate(bulk('acme', 600), { pace: rateOf(60) });
    expect(Math.max(...passages.map(({ at }) => at))).toBeLessThan(1.12 * 10 * minute);
    expect(visits).toBeLessThan(2.2 * 600);
  });

  it('is shared: one invoice of somebody else does not wait for a bulk, and of two bulks each gets half', async () => {
    const comers = [...bulk('acme', 600), { owner: 'bolt', at: minute }];
    const { passages } = await simulate(comers, { pace: rateOf(60) });
    const single = passages.find(({ owner }) => owner === 'bolt');
    expect(single?.at).toBeLessThan(minute + 10_000);
    const both = await simulate([...bulk('acme', 300), ...bulk('bolt', 300, 1_000)], { pace: rateOf(60) });
    const early = both.passages.filter(({ at }) => at < 5 * minute);
    const share = early.filter(({ owner }) => owner === 'bolt').length / early.length;
    expect(share).toBeGreaterThan(0.35);
    expect(share).toBeLessThan(0.65);
  });

  it('ten times as much of one leaves the time of the other as it was', async () => {
    const other = Array.from({ length: 20 }, (_, number) => ({ owner: 'bolt', at: number * 6_000 }));
    const waits = async (noise: number): Promise<number> => {
      const { passages } = await simulate([...bulk('acme', noise), ...other], { pace: rateOf(60) });
      const times = passages.filter(({ owner }) => owner === 'bolt').map(({ at }, number) => at - number * 6_000);
      return times.sort((a, b) => a - b)[18] ?? 0;
    };
    expect(await waits(300)).toBeLessThan(Math.max(2 * (await waits(30)), 10_000));
  });

  it('of each legal entity is its own', async () => {
    const pace: Pace = { ...rateOf(60), per: 'legalEntity' };
    const { passages } = await simulate([...bulk('acme', 120), ...bulk('bolt', 120)], { pace });
    expect(mostIn(passages, minute)).toBeGreaterThan(100);
    for (const name of ['acme', 'bolt'])
      expect(
        mostIn(
          passages.filter(({ owner }) => owner === name),
          minute,
        ),
      ).toBeLessThanOrEqual(60);
  });
});

describe('concurrency', () => {
  it('is never exceeded, and used', async () => {
    const takes = 700;
    const pace: Pace = { name: 'pac', per: 'authority', concurrency: 4 };
    const { passages } = await simulate(bulk('acme', 200), { pace, takes });
    expect(mostIn(passages, takes)).toBe(4);
    expect(Math.max(...passages.map(({ at }) => at))).toBeLessThan((2 * 200 * takes) / 4);
  });

  it('a place of which nothing is heard any more is free after a while', async () => {
    const pace: Pace = { name: 'pac', per: 'authority', concurrency: 1 };
    const { passages } = await simulate([...bulk('acme', 2)], { pace, takes: 10 * minute });
    expect(passages).toHaveLength(2);
    expect((passages[1]?.at ?? 0) - (passages[0]?.at ?? 0)).toBeGreaterThanOrEqual(2 * minute);
  });
});

describe('an authority that does not answer', () => {
  it('gets one probe in a period while it is away, the periods grow, and all is drained when it is back', async () => {
    const away = 30 * minute;
    const answer = (at: number) => (at < away ? { answered: false, status: 503 } : { answered: true, status: 200 });
    const { passages, visits } = await simulate(bulk('acme', 300), { answer, takes: 200 });
    const probes = passages.filter(({ at }) => at > 2_000 && at < away);
    expect(probes.length).toBeLessThanOrEqual(9);
    expect(mostIn(probes, 30_000)).toBe(1);
    const drained = passages.filter(({ at }) => at >= away);
    expect(drained).toHaveLength(300);
    expect(Math.max(...drained.map(({ at }) => at))).toBeLessThan(away + 6 * minute);
    expect(visits).toBeLessThan(300 * 14);
  });

  it('asks for quiet (Retry-After): nobody sends before', async () => {
    const answer = (at: number) =>
      at === 0 ? { answered: false, status: 429, retryAfter: 90_000 } : { answered: true, status: 200 };
    const { passages } = await simulate([...bulk('acme', 1), ...bulk('bolt', 50, 1_000)], { answer });
    expect(passages.slice(1).every(({ at }) => at >= 90_000)).toBe(true);
    expect(passages).toHaveLength(52);
  });

  it('asks one legal entity for quiet where it counts by legal entity: the others go on', async () => {
    const pace: Pace = { ...rateOf(60), per: 'legalEntity' };
    let first = true;
    const answer = () => {
      const how = first ? { answered: false, status: 429, retryAfter: 90_000 } : { answered: true, status: 200 };
      first = false;
      return how;
    };
    const { passages } = await simulate([...bulk('acme', 5), ...bulk('bolt', 5, 1_000)], { pace, answer });
    const of = (name: string) => passages.filter(({ owner }) => owner === name).map(({ at }) => at);
    expect(of('bolt').every((at) => at < 90_000)).toBe(true);
    expect(of('acme').filter((at) => at > 1_000 && at < 90_000)).toEqual([]);
  });
});

it('nobody is let pass while the gates cannot be reached', async () => {
  const pacing = openPacing({ change: () => Promise.reject(new Error('away')) });
  const request = { authority: 'a.example', legalEntity: '', waited: false };
  expect(await pacing.enter(request)).toMatchObject({ kind: 'wait', reason: 'pacing-away' });
});
