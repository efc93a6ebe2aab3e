import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import { fail } from '../../../engine/errors.ts';
import {
  Authority,
  type Fault,
  type FeatureOptions,
  get,
  invoice,
  password,
  testClock,
  testFeature,
  testPorts,
} from './world.ts';

const patience = 600_000;

function world(
  faults: Fault[] = [],
  kind: ConstructorParameters<typeof Authority>[0] = 'detects-duplicates',
  options: FeatureOptions = {},
) {
  const clock = testClock();
  const authority = new Authority(kind, () => clock.now().getTime(), faults);
  const feature = testFeature(options);
  const ports = testPorts(feature, authority, clock);
  const engine = createEngine(ports);
  const pipeline = feature.pipelines.issue;
  if (!pipeline) throw new Error('no pipeline');
  const submit = (number = 'A-1') => engine.submit({ feature, pipeline, context: {}, data: invoice(number) });
  const run = async (number?: string) => engine.advance(await submit(number), { patience });
  return { clock, authority, ports, engine, submit, run };
}

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
        found: { source: 'false', type: 'bool', evaluate: () => false },
        absent: { source: 'false', type: 'bool', evaluate: () => false },
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
    options: { recover: { same: { source: 'false', type: 'bool', evaluate: () => false } } },
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
      recover: { settle: 1, absent: { source: 'true', type: 'bool', evaluate: () => true } },
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
    const never = { source: 'false', type: 'bool', evaluate: () => false };
    const { run } = world(['accept-then-no-answer'], 'stamps-every-post', { recover: { found: never, absent: never } });
    const first = await run();
    expect(first.state).toBe('held');
    expect(await run()).toMatchObject({ state: 'cancelled', sameAs: first.run });
  });

  it('is missing: IDENTITY_INCOMPLETE, and nothing is recorded', async () => {
    const { engine, ports, submit } = world();
    await expect(submit('')).rejects.toMatchObject({ code: 'IDENTITY_INCOMPLETE', problems: [{ path: 'number' }] });
    const paths: string[] = [];
    for await (const path of ports.store.list('')) paths.push(path);
    expect(paths).toEqual([]);
    await expect(engine.read('20260101T000000-0000000000000000')).rejects.toMatchObject({ code: 'RUN_UNKNOWN' });
  });
});

describe('a person', () => {
  it('resumes a held run: it is asked anew', async () => {
    const { authority, engine, run } = world(['accept-then-no-answer'], 'stamps-every-post', {
      recover: { absent: { source: 'false', type: 'bool', evaluate: () => false } },
    });
    authority.findsAfter = 3_600_000;
    const held = await run();
    expect(held.state).toBe('held');
    expect(await engine.advance(held.run)).toMatchObject({ state: 'held' });
    authority.findsAfter = 0;
    expect(await engine.resume(held.run, { patience })).toMatchObject({
      state: 'completed',
      outcome: 'accepted',
      values: { id: 'id-1' },
    });
    expect(authority.accepted).toHaveLength(1);
    await expect(engine.resume(held.run)).rejects.toMatchObject({ code: 'RUN_FINISHED' });
  });

  it('replays an accepted run from the step that sends: it asks, and sends nothing', async () => {
    const { authority, clock, engine, run } = world([], 'stamps-every-post');
    const original = await run();
    await clock.sleep(60_000);
    const again = await engine.replay(original.run, 'stamped');
    expect(await engine.advance(again, { patience })).toMatchObject({
      state: 'completed',
      outcome: 'accepted',
      replayOf: original.run,
      values: { id: 'id-1', number: 1 },
    });
    expect(authority.accepted).toHaveLength(1);
    expect(authority.received).toHaveLength(1);
  });

  it('replays an accepted run from the start, where it would sign anew: refused, nothing sent', async () => {
    const { authority, engine, run } = world();
    const original = await run();
    const again = await engine.replay(original.run);
    expect(await engine.advance(again, { patience })).toMatchObject({
      state: 'failed',
      problems: [{ code: 'REPLAY_DIFFERS' }],
    });
    expect(authority.received).toHaveLength(1);
  });

  it('leaves the identity with the accepted original when a replay of it comes to nothing', async () => {
    const { authority, clock, engine, run } = world();
    const original = await run();
    // By then the authority finds what it accepted.
    await clock.sleep(60_000);
    const again = await engine.replay(original.run);
    expect(await engine.advance(again, { patience })).toMatchObject({ state: 'failed' });
    expect(await run()).toMatchObject({ state: 'cancelled', sameAs: original.run });
    expect(authority.accepted).toHaveLength(1);
    const third = await engine.replay(original.run, 'stamped');
    expect(await engine.advance(third, { patience })).toMatchObject({ state: 'completed', values: { id: 'id-1' } });
  });

  it('cannot replay a run that is not finished', async () => {
    const { engine, submit } = world();
    await expect(engine.replay(await submit())).rejects.toMatchObject({ code: 'RUN_NOT_FINISHED' });
  });

  it('replays a run that found the authority down, and it is accepted once', async () => {
    const { authority, engine, run } = world(Array(4).fill('refuse-connection'), 'stamps-every-post');
    const original = await run();
    expect(original.state).toBe('failed');
    const again = await engine.replay(original.run, 'made');
    expect(await engine.advance(again, { patience })).toMatchObject({ state: 'completed', outcome: 'accepted' });
    expect(authority.accepted).toHaveLength(1);
  });

  it('gives up a held run that has sent nothing, and its document may be submitted anew', async () => {
    const { engine, ports, submit } = world();
    const broken = createEngine({
      ...ports,
      vault: { ...ports.vault, signer: async () => fail('SECRET_MISSING', 'no key') },
    });
    const run = await submit();
    expect(await broken.advance(run)).toMatchObject({ state: 'held', problems: [{ code: 'SECRET_MISSING' }] });
    expect(await engine.cancel(run)).toMatchObject({ state: 'cancelled' });
    await expect(engine.resume(run)).rejects.toMatchObject({ code: 'RUN_FINISHED' });
    expect(await engine.advance(await submit(), { patience })).toMatchObject({
      state: 'completed',
      outcome: 'accepted',
    });
  });

  it('cannot give up a run whose document may be out', async () => {
    const never = { source: 'false', type: 'bool', evaluate: () => false };
    const { engine, run } = world(['accept-then-no-answer'], 'stamps-every-post', {
      recover: { found: never, absent: never },
    });
    const held = await run();
    await expect(engine.cancel(held.run)).rejects.toMatchObject({ code: 'RUN_SENT' });
  });

  it.each([
    ['a run that is not there', '20260101T000000-0000000000000000', undefined, 'RUN_UNKNOWN'],
    ['a step that is not there', undefined, 'nowhere', 'RUN_STEP_UNKNOWN'],
  ])('cannot replay %s', async (_, id, from, code) => {
    const { engine, run } = world();
    const { run: original } = await run();
    await expect(engine.replay(id ?? original, from)).rejects.toMatchObject({ code });
  });
});

describe('a related submission', () => {
  const cancelling = () => {
    const here = world([], 'stamps-every-post');
    const base = testFeature();
    const issue = base.pipelines.issue;
    if (!issue) throw new Error('no pipeline');
    const steps = issue.steps.filter(({ id }) => id !== 'numbered');
    const values = { id: get('original.values.id'), number: get('original.invoice.number') };
    const cancel = {
      ...issue,
      name: 'cancel',
      identity: [get('original.values.id')],
      cancels: true,
      steps,
      result: { documents: {}, values },
    };
    const feature = { ...base, pipelines: { ...base.pipelines, cancel } };
    const ports = { ...here.ports, compile: () => feature };
    const engine = createEngine(ports);
    const issueOne = async () =>
      engine.advance(await engine.submit({ feature, pipeline: issue, context: {}, data: invoice('A-1') }), {
        patience,
      });
    const cancelOne = async (original: string) =>
      engine.advance(await engine.submit({ feature, pipeline: cancel, context: {}, data: invoice('C-1'), original }), {
        patience,
      });
    return { ...here, engine, issueOne, cancelOne };
  };

  it('sees what its original issued and from which business data', async () => {
    const { issueOne, cancelOne } = cancelling();
    const original = await issueOne();
    expect(await cancelOne(original.run)).toMatchObject({ state: 'completed', values: { id: 'id-1', number: 'A-1' } });
  });

  it('frees the identity of its original when it is accepted, and not when it is refused', async () => {
    const { authority, issueOne, cancelOne } = cancelling();
    const original = await issueOne();
    authority.faults.push('refuse');
    expect(await cancelOne(original.run)).toMatchObject({ outcome: 'refused' });
    expect(await issueOne()).toMatchObject({ state: 'cancelled', sameAs: original.run });
    expect(await cancelOne(original.run)).toMatchObject({ outcome: 'accepted' });
    expect(await issueOne()).toMatchObject({ state: 'completed', outcome: 'accepted' });
  });

  it('needs an original that was accepted', async () => {
    const { authority, issueOne, cancelOne } = cancelling();
    authority.faults.push('refuse');
    const refused = await issueOne();
    await expect(cancelOne(refused.run)).rejects.toMatchObject({ code: 'ORIGINAL_NOT_ACCEPTED' });
    await expect(cancelOne('20260101T000000-0000000000000000')).rejects.toMatchObject({ code: 'RUN_UNKNOWN' });
  });
});
