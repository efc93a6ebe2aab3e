import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, describe, expect, it } from 'vitest';
import { problem, TimbreError } from '../../../engine/index.ts';
import { folderStore, memoryStore } from '../../../platform/store/index.ts';
import { announce } from '../../../platform/webhooks/index.ts';
import { schemas } from '../../../server/description/schemas.ts';
import { expression } from '../../engine/run/world.ts';
import { openReceiver, openWorld, receiverOfEachTest, secret, type WorldOptions } from './world.ts';

const receiver = receiverOfEachTest();

const opened = (more: Partial<WorldOptions> = {}) => {
  const world = openWorld({ webhooks: [{ name: 'erp', url: receiver.url, secret: 'erp' }], ...more });
  receiver.closeLater(world.close);
  return world;
};

describe('a webhook', () => {
  it('is told once of what was completed, in a way that somebody else verifies', async () => {
    const world = opened();
    const run = await world.run('1');
    expect(await world.deliver()).toBe(1);
    expect(receiver.received).toMatchObject([
      {
        id: expect.stringMatching(`^msg_${run}_\\d+$`),
        body: {
          type: 'submission.completed',
          data: {
            id: run,
            state: 'completed',
            outcome: 'accepted',
            values: { id: 'id-1' },
            problems: [],
            context: { legalEntity: 'acme' },
          },
        },
      },
    ]);
    const ajv = new Ajv2020({ strict: false });
    formats.default(ajv);
    const validate = ajv.compile(schemas.SubmissionEvent ?? false);
    expect(validate(receiver.received[0]?.body), JSON.stringify(validate.errors)).toBe(true);
    const { length } = await world.engine.log(run);
    expect(receiver.received[0]?.body.data.revision).toBe(length);
    expect(world.tried).toEqual([{ webhook: 'erp', run, answer: 204, told: true, givenUp: false }]);
    expect(await world.pending()).toEqual([]);
    world.later(86_400_000);
    expect(await world.deliver()).toBe(0);
  });

  it('is told again what it did not take, with the same id, later and later, until it is given up', async () => {
    const world = opened();
    const run = await world.run('1');
    receiver.statuses.push(...Array.from({ length: 20 }, () => 500));
    await world.deliver();
    expect(await world.deliver()).toBe(0);
    const pauses = [20, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
    for (const pause of pauses) {
      world.later(pause * 1000 - 500);
      expect(await world.deliver()).toBe(0);
      world.later(1_000);
      expect(await world.deliver()).toBe(1);
    }
    expect(world.tried.map(({ givenUp }) => givenUp)).toEqual([...pauses.map(() => false), true]);
    expect(await world.pending()).toEqual([]);
    const [first] = receiver.received;
    expect(first?.id).toContain(run);
  });

  it('is told of a submission, too, when one has ended that cancels, pays, corrects or speaks of it', async () => {
    const world = opened();
    const original = await world.run('1');
    await world.deliver();
    const run = await world.run('2', 'acme', original);
    expect(await world.deliver()).toBe(2);
    const { length } = await world.engine.log(run);
    const told = receiver.received.find(({ body } = { id: '', body: {} }) => body.type === 'submission.later');
    expect(told).toMatchObject({
      id: `msg_${original}_${run}_${length}`,
      body: {
        data: { id: original, state: 'completed', values: { id: 'id-1' }, later: { id: run, values: { id: 'id-2' } } },
      },
    });
    const ajv = new Ajv2020({ strict: false });
    formats.default(ajv);
    const validate = ajv.addSchema({ $id: 'Later', ...schemas.Later }).compile(schemas.LaterEvent ?? false);
    expect(validate(told?.body), JSON.stringify(validate.errors)).toBe(true);
    expect(receiver.received).toContainEqual(
      expect.objectContaining({ body: expect.objectContaining({ type: 'submission.completed' }) }),
    );
    await announce(world.ports.store, world.clock, { original: run, run: original, revision: 4 });
    expect(await world.deliver()).toBe(0);
    expect(await world.pending()).toEqual([]);
  });

  it('that answers at the second try is told then', async () => {
    const world = opened();
    await world.run('1');
    receiver.statuses.push(503);
    await world.deliver();
    world.later(20_000);
    await world.deliver();
    const [first, second] = receiver.received;
    expect(second).toEqual(first);
    expect(await world.pending()).toEqual([]);
  });

  it.each<[string, number, boolean]>([
    ['is not led elsewhere', 302, false],
    ['that is gone is given up', 410, true],
  ])('%s', async (_, status, givenUp) => {
    const world = opened();
    await world.run('1');
    receiver.statuses.push(status);
    await world.deliver();
    expect(world.tried).toMatchObject([{ answer: status, told: false, givenUp }]);
    expect(await world.pending()).toHaveLength(givenUp ? 0 : 1);
  });

  it('is told of what is held, and of what becomes of that, each with its revision', async () => {
    const never = expression('false', () => false);
    const feature = { recover: { absent: never, attempts: 1, every: 1_000 } };
    const world = opened({ faults: ['accept-then-no-answer'], feature });
    const run = await world.run('1');
    await world.deliver();
    world.later(120_000);
    await world.engine.resolve(run, { verdict: 'refused', by: 'me', why: 'asked' });
    await world.engine.advance(run, { patience: 600_000 });
    await world.deliver();
    const told = receiver.received.map((each) => [each?.body.type, each?.body.data.revision]);
    expect(told.map(([type]) => type)).toEqual(['submission.held', 'submission.completed']);
    expect(told[0]?.[1]).toBeLessThan(told[1]?.[1]);
  });

  it('is told only of what it wants to know', async () => {
    const webhook = { url: receiver.url, secret: 'erp' };
    const world = opened({
      webhooks: [
        { ...webhook, name: 'bolts', legalEntities: ['bolt'] },
        { ...webhook, name: 'held', events: ['held'] },
        { ...webhook, name: 'all' },
      ],
    });
    await world.run('1', 'acme');
    await world.run('2', 'bolt');
    await world.deliver();
    expect(world.tried.map(({ webhook }) => webhook).sort()).toEqual(['all', 'all', 'bolts']);
    expect(await world.pending()).toEqual([]);
  });

  it('takes nothing from another that fails', async () => {
    const other = await openReceiver();
    receiver.closeLater(other.close);
    const world = opened({
      webhooks: [
        { name: 'bad', url: receiver.url, secret: 'erp' },
        { name: 'good', url: other.url, secret: 'erp' },
      ],
    });
    receiver.statuses.push(500);
    await world.run('1');
    await world.deliver();
    world.later(20_000);
    await world.deliver();
    expect(world.tried.map(({ webhook }) => webhook).sort()).toEqual(['bad', 'bad', 'good']);
  });

  it.each<[string, string, readonly string[], string]>([
    ['whose host is not allowed', 'https://erp.example.com/hook', [], 'host-not-allowed'],
    ['at a metadata address', 'http://169.254.169.254/latest', ['http://metadata.example.com'], 'host-not-allowed'],
    ['at a private address', 'https://10.0.0.1/hook', ['erp.example.com'], 'host-not-allowed'],
    ['that nobody serves', 'http://127.0.0.1:9/hook', ['http://127.0.0.1:9'], 'connect'],
  ])('%s is not reached, and tried again', async (_, url, allowedHosts, answer) => {
    const world = opened({ webhooks: [{ name: 'erp', url, secret: 'erp' }], allowedHosts });
    await world.run('1');
    await world.deliver();
    expect(world.tried).toMatchObject([{ answer, told: false, givenUp: false }]);
    expect(await world.pending()).toHaveLength(1);
  });

  it('is sent nothing under a secret that is none; with two of them either verifies', async () => {
    const weak = opened({ secret: 'password' });
    await weak.run('1');
    await weak.deliver();
    expect(weak.tried).toMatchObject([{ answer: 'ENVIRONMENT_INVALID' }]);
    expect(receiver.received).toEqual([]);
    const next = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    const world = opened({ secret: `${next}\n${secret}` });
    await world.run('2');
    await world.deliver();
    expect(receiver.received).toMatchObject([{ body: { type: 'submission.completed' } }]);
  });
});

const folder = mkdtempSync(join(tmpdir(), 'timbre-webhooks-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  ['in memory', () => memoryStore()],
  ['in a folder', () => folderStore(mkdtempSync(join(folder, 'store-')))],
])('a change, %s,', (_where, newStore) => {
  it('that was announced and never made is forgotten after a while', async () => {
    const world = opened({ store: newStore() });
    const run = await world.run('1');
    await world.deliver();
    await announce(world.ports.store, world.clock, { run, revision: 99 });
    await announce(world.ports.store, world.clock, { run: '20261122T120000-0123456789abcdef', revision: 3 });
    expect(await world.deliver()).toBe(0);
    expect(await world.pending()).toHaveLength(2);
    world.later(600_000);
    expect(await world.deliver()).toBe(0);
    expect(await world.pending()).toEqual([]);
  });

  it('is told by one of several processes', async () => {
    const store = newStore();
    const [one, other] = [opened({ store }), opened({ store })];
    for (const number of ['1', '2', '3']) await one.run(number);
    const tries = await Promise.all([one.deliver(), other.deliver(), one.deliver()]);
    expect(tries.reduce((sum, each) => sum + each)).toBe(3);
    expect(receiver.received).toHaveLength(3);
  });
});

it('a change is told wherever the process dies while it is recorded, and so is it with the original', async () => {
  let survived = false;
  for (let dies = 1; !survived; dies++) {
    const store = memoryStore();
    let left = Number.POSITIVE_INFINITY;
    const dying = <T>(work: () => Promise<T>): Promise<T> =>
      --left > 0 ? work() : Promise.reject(new TimbreError(problem('STORE_FAILED', 'killed')));
    const broken = opened({
      store: {
        ...store,
        create: (path, bytes) => dying(() => store.create(path, bytes)),
        swap: (path, bytes, version) => dying(() => store.swap(path, bytes, version)),
      },
    });
    const original = await broken.run('original');
    await broken.deliver();
    const before = receiver.received.length;
    left = dies;
    await broken.run(`${dies}`, 'acme', original).catch(() => {});
    survived = left > 0;
    const whole = opened({ store });
    whole.later(120_000);
    for await (const run of whole.engine.open()) await whole.engine.advance(run, { patience: 600_000 }).catch(() => {});
    await whole.deliver();
    let finished = 0;
    for await (const { state } of whole.engine.list({ from: '2020-01-01', until: '2099-01-01' }))
      if (state === 'completed') finished += 1;
    const told = receiver.received.slice(before).map((each) => each?.body.type);
    const later = await whole.engine.later(original);
    expect(told.filter((type) => type === 'submission.completed')).toHaveLength(finished - 1);
    expect(told.filter((type) => type === 'submission.later')).toHaveLength(later.length);
  }
});
