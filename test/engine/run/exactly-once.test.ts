import { describe, expect, it } from 'vitest';
import { filesIn } from '../../../engine/record/files-in.ts';
import { patience, world } from './stamping.ts';
import { always, type Fault, type FeatureOptions, never, password } from './world.ts';

interface Case {
  readonly name: string;
  readonly faults?: Fault[];
  readonly options?: FeatureOptions;
  readonly state: string;
  readonly outcome: string;
  readonly problem?: string;
  readonly received: number;
  readonly accepted: number;
}

const cases: Case[] = [
  { name: 'the happy way', state: 'completed', outcome: 'accepted', received: 1, accepted: 1 },
  {
    name: 'no answer after acceptance',
    faults: ['accept-then-no-answer'],
    state: 'completed',
    outcome: 'accepted',
    received: 1,
    accepted: 1,
  },
  {
    name: 'an answer without proof',
    faults: ['no-proof'],
    state: 'completed',
    outcome: 'accepted',
    received: 1,
    accepted: 1,
  },
  {
    name: 'a refused connection, twice',
    faults: ['refuse-connection', 'refuse-connection'],
    state: 'completed',
    outcome: 'accepted',
    received: 1,
    accepted: 1,
  },
  { name: '503 once', faults: ['unavailable'], state: 'completed', outcome: 'accepted', received: 2, accepted: 1 },
  {
    name: 'the authority is down',
    faults: Array(9).fill('refuse-connection'),
    state: 'failed',
    outcome: 'unavailable',
    problem: 'UNAVAILABLE',
    received: 0,
    accepted: 0,
  },
  {
    name: 'a refusal',
    faults: ['refuse'],
    state: 'completed',
    outcome: 'refused',
    problem: 'REFUSED',
    received: 1,
    accepted: 0,
  },
  {
    name: 'no answer, and it is never found nor denied',
    faults: ['accept-then-no-answer'],
    options: {
      recover: {
        found: never,
        absent: never,
      },
    },
    state: 'held',
    outcome: 'unknown',
    problem: 'OUTCOME_UNKNOWN',
    received: 1,
    accepted: 1,
  },
  {
    name: 'what is found is another document',
    faults: ['accept-then-no-answer'],
    options: { recover: { same: never } },
    state: 'held',
    outcome: 'unknown',
    problem: 'RECOVERED_DIFFERS',
    received: 1,
    accepted: 1,
  },
];

describe('a step that changes something at the authority', () => {
  it.each(cases)(
    '$name: $state, $outcome',
    async ({ faults = [], options, state, outcome, problem, received, accepted }) => {
      const { authority, run } = world([...faults], 'stamps-every-post', options);
      const report = await run();
      expect(report.state).toBe(state);
      expect(report.outcome).toBe(outcome);
      expect(report.problems[0]?.code).toBe(problem);
      expect(authority.received).toHaveLength(received);
      expect(authority.accepted).toHaveLength(accepted);
      expect(new Set(authority.received).size).toBeLessThanOrEqual(1);
      if (outcome === 'accepted') expect(report.values).toEqual({ id: 'id-1', number: 1 });
    },
  );

  it('takes on the original of a duplicate, without sending again', async () => {
    const first = world(['accept-then-no-answer'], 'detects-duplicates', {
      recover: { settle: 1, absent: always },
    });
    first.authority.findsAfter = 12_000;
    const report = await first.run();
    expect(report).toMatchObject({ state: 'completed', outcome: 'accepted', values: { id: 'id-1' } });
    expect(first.authority.accepted).toHaveLength(1);
    expect(first.authority.received).toHaveLength(2);
  });

  it('doubles when the settle window is shorter than the authority needs: the checker can fail', async () => {
    const { authority, run } = world(['accept-then-no-answer'], 'stamps-every-post', { recover: { settle: 0 } });
    await run();
    expect(authority.accepted.length).toBeGreaterThan(1);
  });

  it('records at most four entries on the happy way', async () => {
    const { engine, submit } = world();
    const run = await submit();
    await engine.advance(run);
    const types = (await engine.log(run)).map((entry) => entry.type);
    expect(types.filter((type) => type !== 'progressed')).toEqual(['scheduled', 'attempted', 'answered', 'finished']);
  });

  it('parks the run instead of waiting longer than it may', async () => {
    const { engine, submit, clock } = world(['unavailable']);
    const run = await submit();
    const parked = await engine.advance(run);
    expect(parked.state).toBe('waiting');
    expect(Date.parse(parked.until ?? '')).toBeGreaterThan(clock.now().getTime());
    expect(await engine.advance(run, { patience })).toMatchObject({ state: 'completed', outcome: 'accepted' });
  });

  it('keeps secrets out of everything it writes', async () => {
    const { engine, ports, run } = world(['refuse-connection', 'no-proof']);
    const { run: id } = await run();
    expect(JSON.stringify(await engine.log(id))).toContain('•••');
    for await (const path of ports.store.list('')) {
      const text = new TextDecoder().decode(await ports.store.read(path));
      expect(text, path).not.toContain(password);
    }
  });
});

describe('the identity of a fiscal document', () => {
  it('answers a second submission with the first run, and sends nothing', async () => {
    const { authority, run } = world();
    const first = await run('A-1');
    const second = await run('A-1');
    expect(second).toMatchObject({ state: 'cancelled', sameAs: first.run, problems: [{ code: 'IDENTITY_CLAIMED' }] });
    expect(authority.received).toHaveLength(1);
    expect(await run('A-2')).toMatchObject({ state: 'completed', values: { id: 'id-2' } });
  });

  it('is free again after a refusal', async () => {
    const { run } = world(['refuse']);
    expect(await run()).toMatchObject({ outcome: 'refused' });
    expect(await run()).toMatchObject({ state: 'completed', outcome: 'accepted' });
  });

  it('is held while the outcome is unknown', async () => {
    const { run } = world(['accept-then-no-answer'], 'stamps-every-post', { recover: { found: never, absent: never } });
    const first = await run();
    expect(first.state).toBe('held');
    expect(await run()).toMatchObject({ state: 'cancelled', sameAs: first.run });
  });

  it('is missing: IDENTITY_INCOMPLETE, and nothing is recorded', async () => {
    const { engine, ports, submit } = world();
    await expect(submit('')).rejects.toMatchObject({ code: 'IDENTITY_INCOMPLETE', problems: [{ path: 'number' }] });
    expect(await filesIn(ports.store, '')).toEqual([]);
    await expect(engine.read('20260101T000000-0000000000000000')).rejects.toMatchObject({ code: 'RUN_UNKNOWN' });
  });
});
