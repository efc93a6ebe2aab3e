import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { fail, type Store } from '../../../engine/index.ts';
import { filesIn } from '../../../engine/record/files-in.ts';
import { localConfig, openEnvironment } from '../../../platform/environment/index.ts';
import { createHttp } from '../../../platform/http/index.ts';
import { openInbound, openLedger } from '../../../platform/inbound/index.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import { announce, deliver, type Tried, type Webhook } from '../../../platform/webhooks/index.ts';
import { schemas } from '../../../server/description/schemas.ts';
import { xml } from '../inbound/files.ts';
import { noteFeature } from '../inbound/world.ts';
import { receiverOfEachTest, secret } from './world.ts';

const receiver = receiverOfEachTest();

const feature = noteFeature();

/** What comes in and is announced, with time that moves when it is told to; the receiver's clock is real, so that begins now. */
function opened({ store = memoryStore(), webhook = {} }: { store?: Store; webhook?: Partial<Webhook> } = {}) {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const clock = { now: () => new Date(now()), monotonic: now, sleep: async () => {} };
  const { engine } = openEnvironment(localConfig('/nowhere'), { store, clock });
  const channel = { name: 'post', legalEntity: 'acme' };
  const inbound = openInbound({
    ...{ store, clock, engine, channels: [channel], largest: 100_000 },
    deployed: async () => [feature],
    queue: async () => {},
    announce: (arrival, became) => announce(store, clock, { arrival, became }),
  });
  const http = createHttp({ allowedHosts: [new URL(receiver.url).origin] });
  receiver.closeLater(() => http.close());
  const tried: Tried[] = [];
  const webhooks = [{ name: 'erp', url: receiver.url, secret: 'erp', ...webhook }];
  const arrivals = openLedger(store, clock);
  const vault = { secret: async () => secret };
  return {
    inbound,
    engine,
    tried,
    deliver: () =>
      deliver({ engine, arrivals, store, clock, vault, http, webhooks, onTry: (each) => tried.push(each) }),
    take: (bytes: Uint8Array) => inbound.take(channel, { name: 'note.xml', mediaType: 'application/xml', bytes }),
    later: (milliseconds: number) => (ahead += milliseconds),
    pending: () => filesIn(store, 'changes/'),
  };
}

describe('a webhook', () => {
  it('is told once that something came in, with its submissions, and once that it was acknowledged', async () => {
    const world = opened();
    const { arrival, result } = await world.take(xml('7'));
    await world.take(xml('7'));
    expect(await world.deliver()).toBe(1);
    await world.inbound.acknowledge(arrival, 'erp');
    await world.inbound.acknowledge(arrival, 'another');
    expect(await world.deliver()).toBe(1);
    const submissions = [{ id: result?.runs[0]?.run, file: 'note.xml' }];
    const data = { id: arrival.id, channel: 'post', legalEntity: 'acme', read: true, submissions, problems: [] };
    expect(receiver.received).toMatchObject([
      { id: `msg_${arrival.id}_arrived`, body: { type: 'inbound.arrived', data } },
      {
        id: `msg_${arrival.id}_acknowledged`,
        body: { type: 'inbound.acknowledged', data: { ...data, acknowledgedBy: 'erp' } },
      },
    ]);
    const ajv = new Ajv2020({ strict: false });
    formats.default(ajv);
    const validate = ajv.compile(schemas.InboundEvent ?? false);
    for (const told of receiver.received) expect(validate(told?.body), JSON.stringify(validate.errors)).toBe(true);
    expect(world.tried).toMatchObject([{ arrival: arrival.id, told: true }, { arrival: arrival.id }]);
    expect(await world.pending()).toEqual([]);
  });

  it('is told what is wrong with it', async () => {
    const world = opened();
    await world.take(Buffer.from('no document'));
    await world.deliver();
    expect(receiver.received).toMatchObject([{ body: { data: { problems: ['INBOUND_UNRECOGNISED'] } } }]);
  });

  it('is told only of what it wants to know', async () => {
    const others = opened({ webhook: { events: ['acknowledged', 'completed'] } });
    const { arrival } = await others.take(xml('1'));
    await others.deliver();
    expect(await others.pending()).toEqual([]);
    await others.inbound.acknowledge(arrival, 'erp');
    await others.deliver();
    const bolt = opened({ webhook: { legalEntities: ['bolt'] } });
    await bolt.take(xml('2'));
    await bolt.deliver();
    expect(receiver.received.map((each) => each?.body.type)).toEqual(['inbound.acknowledged']);
  });

  it('is told of what cannot be read, but not before that took long', async () => {
    const store = memoryStore();
    const world = opened({
      store: { ...store, swap: async () => fail('STORE_FAILED', 'away') },
    });
    // The receiver believes only what was sent just now.
    world.later(-600_000);
    await world.take(xml('1'));
    expect(await world.deliver()).toBe(0);
    world.later(600_000);
    await world.deliver();
    expect(receiver.received).toMatchObject([{ body: { data: { read: false, submissions: [] } } }]);
  });
});

it('what comes in is told of wherever the process dies', async () => {
  for (let dies = 1; dies < 8; dies++) {
    const store = memoryStore();
    let left = dies;
    const dying: Store = {
      ...store,
      create: (path, bytes) => (--left > 0 ? store.create(path, bytes) : fail('STORE_FAILED', 'killed')),
    };
    const before = receiver.received.length;
    const taken = await opened({ store: dying })
      .take(xml('1'))
      .catch(() => undefined);
    const whole = opened({ store });
    // The channel brings again what was not taken.
    if (taken === undefined) await whole.take(xml('1'));
    else await whole.inbound.catchUp();
    await whole.deliver();
    expect(receiver.received.length - before).toBe(1);
    const { arrival } = taken ?? (await whole.take(xml('1')));
    left = 2;
    await opened({ store: dying })
      .inbound.acknowledge(arrival, 'erp')
      .catch(() => {});
    await whole.inbound.acknowledge(arrival, 'erp');
    await whole.deliver();
    expect(receiver.received.length - before).toBe(2);
    expect(await whole.pending()).toEqual([]);
  }
});
