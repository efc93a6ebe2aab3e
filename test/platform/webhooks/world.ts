import { createServer } from 'node:http';
import { Webhook as Verifier } from 'standardwebhooks';
import { afterEach, beforeEach } from 'vitest';
import { createEngine, type Engine, type Feature, type Store } from '../../../engine/index.ts';
import { filesIn } from '../../../engine/record/files-in.ts';
import type { Ports } from '../../../engine/run/ports.ts';
import { createHttp, urlOf } from '../../../platform/http/index.ts';
import { openLedger } from '../../../platform/inbound/index.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import { announcing, deliver, type Tried, type Webhook } from '../../../platform/webhooks/index.ts';
import { Authority, type Fault, type FeatureOptions, invoice, testFeature, testPorts } from '../../engine/run/world.ts';

export const secret = `whsec_${Buffer.from('a canary of thirty-two bytes …').toString('base64')}`;

/** What somebody else's library makes of what was sent; `undefined` where it does not believe it. */
export interface Received {
  readonly id: string;
  readonly body: ReturnType<typeof JSON.parse>;
}

/** A receiver that answers as told, one status after the other, then 204. */
export async function openReceiver(key = secret) {
  const received: (Received | undefined)[] = [];
  const statuses: number[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const status = statuses.shift() ?? 204;
      try {
        const body = new Verifier(key).verify(Buffer.concat(parts).toString(), headers);
        received.push({ id: headers['webhook-id'] ?? '', body });
      } catch {
        received.push(undefined);
      }
      response.writeHead(status, { location: 'http://127.0.0.1:1/elsewhere' }).end();
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return { received, statuses, url: `${urlOf(server)}/hook`, close: () => void server.close() };
}

/** A new receiver for each test of a file; what a test opens is closed behind it. */
export function receiverOfEachTest() {
  let receiver: Awaited<ReturnType<typeof openReceiver>>;
  let closing: (() => Promise<void> | void)[] = [];
  beforeEach(async () => {
    receiver = await openReceiver();
    closing = [receiver.close];
  });
  afterEach(async () => {
    for (const close of closing) await close();
  });
  return {
    get received() {
      return receiver.received;
    },
    get statuses() {
      return receiver.statuses;
    },
    get url() {
      return receiver.url;
    },
    closeLater: (close: () => Promise<void> | void) => void closing.push(close),
  };
}

export interface WorldOptions {
  readonly webhooks: readonly Webhook[];
  readonly faults?: Fault[];
  readonly allowedHosts?: readonly string[];
  readonly store?: Store;
  readonly secret?: string;
  readonly feature?: FeatureOptions;
}

/** An engine that announces, with time that moves when it is told to; the receiver's clock is real, so that begins now. */
export function openWorld({ webhooks, faults = [], allowedHosts, store = memoryStore(), ...given }: WorldOptions) {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const later = (milliseconds: number): void => {
    ahead += milliseconds;
  };
  const clock: Ports['clock'] = {
    now: () => new Date(now()),
    monotonic: now,
    sleep: async (milliseconds) => later(milliseconds),
  };
  const feature: Feature = testFeature(given.feature);
  const authority = new Authority('stamps-every-post', now, faults);
  authority.findsAfter = 60_000;
  const ports: Ports = {
    ...testPorts(feature, authority, clock, store),
    announce: announcing(store, clock),
  };
  const engine: Engine = createEngine(ports);
  const arrivals = openLedger(store, clock);
  const tried: Tried[] = [];
  const http = createHttp({ allowedHosts: allowedHosts ?? webhooks.map(({ url }) => new URL(url).origin) });
  const vault = { secret: async () => given.secret ?? secret };
  return {
    engine,
    ports,
    tried,
    clock,
    deliver: () =>
      deliver({ engine, arrivals, store, clock, vault, http, webhooks, onTry: (each) => tried.push(each) }),
    /** Submits an invoice and takes its run as far as it goes. */
    async run(number: string, legalEntity = 'acme', original?: string) {
      const pipeline = feature.pipelines.issue;
      if (pipeline === undefined) throw new Error('no pipeline');
      const related = original === undefined ? {} : { original };
      const submission = { feature, pipeline, context: { legalEntity }, data: invoice(number), ...related };
      const run = await engine.submit(submission);
      await engine.advance(run, { patience: 600_000 });
      return run;
    },
    pending: () => filesIn(store, 'changes/'),
    later,
    close: () => http.close(),
  };
}
