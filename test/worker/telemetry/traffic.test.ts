import { describe, expect, it } from 'vitest';
import { fail, type Store } from '../../../engine/index.ts';
import { localConfig, openEnvironment } from '../../../platform/environment/index.ts';
import { createHttp } from '../../../platform/http/index.ts';
import { openInbound, openLedger } from '../../../platform/inbound/index.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import { announce, deliver } from '../../../platform/webhooks/index.ts';
import { openLog, openMetrics, sweep, watch, watchChannels } from '../../../worker/index.ts';
import { xml } from '../../platform/inbound/files.ts';
import { noteFeature } from '../../platform/inbound/world.ts';
import { openReceiver, secret } from '../../platform/webhooks/world.ts';

/** What comes in and is told, counted, in time that moves when it is told to. */
function openWorld(url = 'https://erp.example.com', store: Store = memoryStore()) {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const clock = { now: () => new Date(now()), monotonic: now, sleep: async () => {} };
  const { engine } = openEnvironment(localConfig('/nowhere'), { store, clock });
  const metrics = openMetrics();
  const watching = watch(openLog('test', 'silent'), metrics);
  const channel = { name: 'post', legalEntity: 'acme' };
  const inbound = openInbound({
    ...{ store, clock, engine, channels: [channel], largest: 100_000 },
    deployed: async () => [noteFeature()],
    queue: async () => {},
    observer: metrics.traffic,
    announce: (arrival, became) => announce(store, clock, { arrival, became }),
  });
  const http = createHttp({ allowedHosts: [new URL(url).origin] });
  return {
    ...{ store, engine, inbound, watching },
    later: (milliseconds: number) => (ahead += milliseconds),
    take: (bytes: Uint8Array) => inbound.take(channel, { name: 'note.xml', mediaType: 'application/xml', bytes }),
    deliver: () =>
      deliver({
        ...{ engine, store, clock, http, arrivals: openLedger(store, clock) },
        vault: { secret: async () => secret },
        webhooks: [{ name: 'erp', url, secret: 'erp' }],
        onTry: watching.told,
        onLook: metrics.traffic.untold,
      }),
    async sweep() {
      const queue = { add: async () => {}, knows: async () => [], depth: async () => fail('QUEUE_FAILED', 'away') };
      watching.sweep(await sweep(engine, { ...queue, close: async () => {} }), undefined);
    },
    async figure(name: string) {
      const line = (await metrics.text()).split('\n').find((each) => each.startsWith(`${name} `));
      return line === undefined ? undefined : Number(line.split(' ')[1]);
    },
    close: () => http.close(),
  };
}

describe('metrics', () => {
  it('count what comes in, and tell how long the oldest has waited for its acknowledgement', async () => {
    const world = openWorld();
    const { arrival } = await world.take(xml('1'));
    world.later(60_000);
    await world.take(Buffer.from('no document'));
    await world.inbound.catchUp();
    expect(await world.figure('timbre_inbound_total{channel="post",result="taken"}')).toBe(1);
    expect(await world.figure('timbre_inbound_total{channel="post",result="refused"}')).toBe(1);
    expect(await world.figure('timbre_inbound_open')).toBe(2);
    expect(await world.figure('timbre_inbound_open_age_seconds')).toBeGreaterThanOrEqual(60);
    await world.inbound.acknowledge(arrival, 'erp');
    await world.inbound.catchUp();
    expect(await world.figure('timbre_inbound_open')).toBe(1);
    expect(await world.figure('timbre_inbound_open_age_seconds')).toBeLessThan(60);
    await world.close();
  });

  it('count tries to tell a webhook, and tell how long the oldest has waited to be told', async () => {
    const receiver = await openReceiver();
    const world = openWorld(receiver.url);
    receiver.statuses.push(500);
    await world.take(xml('1'));
    await world.deliver();
    world.later(10_000);
    await world.deliver();
    expect(await world.figure('timbre_webhook_tries_total{webhook="erp",result="failed"}')).toBe(1);
    expect(await world.figure('timbre_webhook_open')).toBe(1);
    expect(await world.figure('timbre_webhook_open_age_seconds')).toBeGreaterThanOrEqual(10);
    world.later(10_000);
    await world.deliver();
    expect(await world.figure('timbre_webhook_tries_total{webhook="erp",result="told"}')).toBe(1);
    expect(await world.figure('timbre_webhook_open')).toBe(0);
    expect(await world.figure('timbre_webhook_open_age_seconds')).toBe(0);
    await world.close();
    receiver.close();
  });

  it('tell of messages that nobody has taken', async () => {
    const world = openWorld();
    world.later(-30_000);
    const message = { feature: 'xx/note', name: 'told', where: { id: '1' }, mediaType: 'text/plain' };
    await world.engine.deliver({ ...message, bytes: Buffer.from('hello') });
    await world.sweep();
    expect(await world.figure('timbre_messages_open')).toBe(1);
    expect(await world.figure('timbre_messages_open_age_seconds')).toBeGreaterThanOrEqual(30);
    await world.close();
  });

  it('count looks into a channel that came to nothing', async () => {
    const world = openWorld();
    const look = async () => fail('CHANNEL_FAILED', 'away');
    const channels = watchChannels([{ name: 'post', look, every: 60_000 }], world.watching.looked);
    const failures = () => world.figure('timbre_channel_failures_total{channel="post",code="CHANNEL_FAILED"}');
    await expect.poll(failures).toBe(1);
    await channels.close();
    await world.close();
  });
});
