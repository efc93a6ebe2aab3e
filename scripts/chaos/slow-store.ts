import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands before the emulator of Azure Blob, and has its bad hours. */
export interface SlowStore {
  readonly url: string;
  /** `well`, `slow` (up to a second for each answer) or `busy` (every second request is answered with 503). */
  mood: 'well' | 'slow' | 'busy';
  close(): Promise<void>;
}

export async function startSlowStore(target: string, chance: () => number): Promise<SlowStore> {
  const { hostname, port, pathname } = new URL(target);
  const server = createServer(async (message, answer) => {
    if (store.mood === 'busy' && chance() < 0.5) {
      answer.writeHead(503, { 'x-ms-error-code': 'ServerBusy', 'retry-after': '1', connection: 'close' });
      return answer.end();
    }
    if (store.mood === 'slow') await new Promise((resolve) => setTimeout(resolve, chance() * 1000));
    const { method, url: path, headers } = message;
    const forward = request({ host: hostname, port, path, method, headers }, (from) => {
      answer.writeHead(from.statusCode ?? 500, from.headers);
      from.pipe(answer);
    });
    forward.on('error', () => answer.destroy());
    message.pipe(forward);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const store: SlowStore = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${pathname}`,
    mood: 'well',
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return store;
}
