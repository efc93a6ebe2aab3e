import { describe, expect, it } from 'vitest';
import { defineAction, type ExternalContext, type Reply } from '../../../engine/action.ts';
import { createEngine } from '../../../engine/engine.ts';
import { fail } from '../../../engine/errors.ts';
import type { ActionStep, Feature, Step } from '../../../engine/feature.ts';
import {
  Authority,
  described,
  expression,
  get,
  invoice,
  never,
  step,
  testClock,
  testFeature,
  testPorts,
} from './world.ts';

const patience = 1e9;

/** An engine over a pipeline of the given steps; `value` names what the result takes out. */
function world(steps: Step[], value = 'invoice.number', change: (feature: Feature) => Feature = (feature) => feature) {
  const clock = testClock();
  const base = testFeature();
  const issue = base.pipelines.issue;
  const pipeline = { ...issue, steps, identity: [], result: { documents: {}, values: { value: get(value) } } };
  const feature = change({ ...base, pipelines: { issue: pipeline } });
  const ports = testPorts(feature, new Authority('detects-duplicates', () => clock.now().getTime()), clock);
  const run = async (replace: Partial<typeof ports> = {}) => {
    const engine = createEngine({ ...ports, ...replace });
    return engine.advance(await engine.submit({ feature, pipeline, context: {}, data: invoice('A-1') }), { patience });
  };
  return { clock, ports, run };
}

const say = (id: string, value: string, more: Partial<ActionStep> = {}) =>
  step(id, defineAction({ ...described, name: 'say', effect: 'pure', run: () => ({ values: { value } }) }), more);

const write = defineAction({
  ...described,
  name: 'write',
  effect: 'pure',
  run: () => ({ documents: { document: { mediaType: 'text/plain', bytes: Buffer.from('text') } } }),
});
const measure = defineAction({
  ...described,
  name: 'measure',
  effect: 'pure',
  run: (context) => ({ values: { size: context.in.document?.bytes.byteLength ?? -1 } }),
});
const from = { document: { step: 'written', document: 'document' } };

describe('when', () => {
  it('skips a step; its values are absent', async () => {
    const report = await world([say('said', 'x', { when: never })], 'steps.said.value').run();
    expect(report).toMatchObject({ state: 'completed', values: { value: null } });
  });

  it('fails the step that needs a document of a skipped one, and says which', async () => {
    const report = await world([
      step('written', write, { when: never }),
      step('measured', measure, { in: from }),
    ]).run();
    expect(report).toMatchObject({ state: 'failed', problems: [{ code: 'DOCUMENT_ABSENT', step: 'measured' }] });
  });
});

describe('what an action sees', () => {
  const seen: Record<string, readonly string[]> = {};
  const look = (effect: 'pure' | 'secret' | 'state') =>
    step(
      effect,
      defineAction({
        ...described,
        name: 'look',
        effect: effect as 'pure',
        run(context) {
          seen[effect] = Object.keys(context).sort();
          return {};
        },
      }),
    );
  const external = defineAction({
    ...described,
    name: 'look',
    effect: 'external',
    async exchange(context: ExternalContext) {
      seen.external = Object.keys(context).sort();
      return { documents: {}, send: async () => ({ status: 200 }) };
    },
  });

  it('is what its effect grants, and nothing else', async () => {
    const pure = ['artefact', 'in', 'run', 'step', 'variables'];
    await world([look('pure'), look('secret'), look('state'), step('external', external, { repeatSafe: true })]).run();
    expect(seen).toEqual({
      pure,
      secret: [...pure, 'signer', 'signingTime'].sort(),
      state: [...pure, 'allocate'].sort(),
      external: [...pure, 'attempt', 'clientIdentity', 'http', 'secret', 'signingTime'].sort(),
    });
  });

  it('cannot name a secret that its feature does not declare, nor one of another kind', async () => {
    for (const name of ['other', 'password']) {
      const steal = defineAction({
        ...described,
        name: 'steal',
        effect: 'secret',
        run: async (context) => {
          await context.signer(name);
          return {};
        },
      });
      expect(await world([step('stolen', steal)]).run()).toMatchObject({
        state: 'failed',
        problems: [{ code: 'REFERENCE_UNKNOWN' }],
      });
    }
  });

  it('goes without an artefact only where the environment lets it', async () => {
    const need = defineAction({
      ...described,
      name: 'need',
      effect: 'pure',
      run: async (context) => ({ values: { there: (await context.artefact('x.xsd')) !== undefined } }),
    });
    const { ports, run } = world([step('needed', need)], 'steps.needed.there');
    expect(await run()).toMatchObject({ state: 'completed', values: { value: false } });
    const strict = { ...ports.environment, artefactsOptional: false };
    expect(await run({ environment: strict })).toMatchObject({
      state: 'held',
      problems: [{ code: 'ARTEFACT_MISSING' }],
    });
  });
});

describe('a step that goes wrong', () => {
  const broken = (work: () => never) =>
    step('broken', defineAction({ ...described, name: 'broken', effect: 'pure', run: work }));

  it.each<[string, () => never, string, string]>([
    ['in the data', () => fail('RULE_FAILED', 'no'), 'failed', 'RULE_FAILED'],
    ['in the feature', () => fail('EXPRESSION_FAILED', 'no'), 'failed', 'EXPRESSION_FAILED'],
    ['in the world', () => fail('SECRET_MISSING', 'no'), 'held', 'SECRET_MISSING'],
    [
      'in Timbre itself',
      () => {
        throw new TypeError('x is not a function');
      },
      'held',
      'INTERNAL',
    ],
  ])('%s: %s', async (_, work, state, code) => {
    expect(await world([broken(work)]).run()).toMatchObject({
      state,
      problems: [{ code, step: 'broken' }],
    });
  });

  it('is tried again as its `retry` says, and then held', async () => {
    let calls = 0;
    const flaky = (until: number) =>
      defineAction({
        ...described,
        name: 'flaky',
        effect: 'secret',
        run: async () =>
          ++calls < until ? fail('SECRET_MISSING', 'the vault does not answer') : { values: { calls } },
      });
    const retry = { attempts: 4, first: 1000, factor: 2, longest: 8000 };
    expect(await world([step('flaky', flaky(3), { retry })], 'steps.flaky.calls').run()).toMatchObject({
      state: 'completed',
      values: { value: 3 },
    });
    calls = 0;
    expect(await world([step('flaky', flaky(9), { retry })]).run()).toMatchObject({ state: 'held' });
    expect(calls).toBe(4);
  });
});

describe('a step that reads', () => {
  const read = (replies: Reply[], more: Partial<ActionStep> = {}) => {
    const rest = [...replies];
    const action = defineAction({
      ...described,
      name: 'read',
      effect: 'external',
      exchange: async () => ({ documents: {}, send: async () => rest.shift() ?? fail('INTERNAL', 'read too often') }),
    });
    return step('read', action, { repeatSafe: true, ...more });
  };
  const state = (said: string): Reply => ({ status: 200, values: { said } });
  const until = expression('reply.said == "done"', (v) => get('reply.said').evaluate(v) === 'done');
  const outcomes = {
    rules: [
      { outcome: 'accepted' as const, expression: until },
      {
        outcome: 'refused' as const,
        expression: expression('reply.said == "no"', (v) => get('reply.said').evaluate(v) === 'no'),
      },
      { outcome: 'pending' as const, status: [200] },
    ],
  };
  const poll = { until, every: 60_000, deadline: 600_000 };

  it('is polled until what it says holds, parked between', async () => {
    const { clock, run } = world(
      [read([state('wait'), state('wait'), state('done')], { poll, outcomes })],
      'steps.read.said',
    );
    const began = clock.monotonic();
    expect(await run()).toMatchObject({ state: 'completed', outcome: 'accepted', values: { value: 'done' } });
    expect(clock.monotonic() - began).toBe(120_000);
  });

  it('is held at the deadline', async () => {
    const report = await world([read(Array(20).fill(state('wait')), { poll })]).run();
    expect(report).toMatchObject({ state: 'held', problems: [{ code: 'POLL_DEADLINE' }] });
  });

  it('may be polled long and often; only failures in a row are counted', async () => {
    const lost: Reply = { failure: 'no answer within 30 s' };
    const often = { until, every: 1_000, deadline: 3_600_000 };
    const replies = [...Array(200).fill(state('wait')), lost, lost, state('wait'), lost, state('done')];
    const report = await world([read(replies, { poll: often })], 'steps.read.said').run();
    expect(report).toMatchObject({ state: 'completed', values: { value: 'done' } });
  });

  it('can find out a refusal', async () => {
    expect(await world([read([state('wait'), state('no')], { poll, outcomes })]).run()).toMatchObject({
      state: 'completed',
      outcome: 'refused',
    });
  });

  it('is repeated when it fails, whatever the failure', async () => {
    const lost: Reply = { failure: 'no answer within 30 s' };
    expect(await world([read([lost, { status: 503 }, state('ok')])], 'steps.read.said').run()).toMatchObject({
      state: 'completed',
      values: { value: 'ok' },
    });
    expect(await world([read([lost, lost, lost])]).run()).toMatchObject({
      state: 'held',
      problems: [{ code: 'UNAVAILABLE' }],
    });
  });
});

describe('a connector', () => {
  const operation = (value: string) => ({
    inputs: { number: get('invoice.number') },
    steps: [say('inner', value), step('written', write), step('measured', measure, { in: from })],
    out: {
      documents: from,
      values: { said: get('steps.inner.value'), number: get('inputs.number'), size: get('steps.measured.size') },
    },
  });
  const use: Step = {
    kind: 'connector',
    id: 'used',
    at: say('x', '').at,
    in: {},
    setting: 'pac',
    operations: { one: operation('1'), two: operation('2') },
  };

  it('is the one that the setting names; its steps see its inputs, and what it gives is the step’s own', async () => {
    const { ports, run } = world([use], 'steps.used.said');
    const environment = (pac: string) => ({ ...ports.environment, settings: () => ({ pac }) });
    expect(await run({ environment: environment('two') })).toMatchObject({
      state: 'completed',
      values: { value: '2' },
    });
    const missing = await run({ environment: environment('three') });
    expect(missing.problems).toMatchObject([{ code: 'SETTING_INVALID', step: 'used' }]);
  });
});
