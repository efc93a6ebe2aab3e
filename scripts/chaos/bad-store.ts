import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { urlOf } from '../../platform/http/index.ts';

/**
 * How the store is: `slow`: up to a second for each answer; `busy`: every second request gets 503; `mute`: every fifth write is
 * done, and not answered; `away`: no connection stands.
 */
export type Mood = 'well' | 'slow' | 'busy' | 'mute' | 'away';

/** Stands before the emulator of Azure Blob, and has its bad hours. */
export interface BadStore {
  readonly url: string;
  mood: Mood;
  /** Requests that were struck. */
  readonly struck: Record<Exclude<Mood, 'well'>, number>;
  /**
   * Resolves when the next file whose path has this in it has been created and whoever created it does not know yet; he is not told.
   * Undefined when none was in so many milliseconds.
   */
  nextCreated(part: string, within: number): Promise<true | undefined>;
  close(): Promise<void>;
}

export async function startBadStore(target: string, chance: () => number): Promise<BadStore> {
  const { hostname, port, pathname } = new URL(target);
  const trap: Trap = {};
  const server = createServer(async (message, answer) => {
    if (store.mood === 'away') {
      store.struck.away += 1;
      return message.destroy();
    }
    if (store.mood === 'busy' && chance() < 0.5) {
      store.struck.busy += 1;
      answer.writeHead(503, { 'x-ms-error-code': 'ServerBusy', 'retry-after': '1', connection: 'close' });
      return answer.end();
    }
    if (store.mood === 'slow') {
      store.struck.slow += 1;
      await new Promise((resolve) => setTimeout(resolve, chance() * 1000));
    }
    const { method, url: path, headers } = message;
    const isMute = store.mood === 'mute' && method === 'PUT' && chance() < 0.2;
    if (isMute) store.struck.mute += 1;
    const forward = request({ host: hostname, port, path, method, headers }, (from) => {
      if (isMute || isTrapped(trap, message, from.statusCode)) return drop(from, answer, isMute);
      answer.writeHead(from.statusCode ?? 500, from.headers);
      from.pipe(answer);
    });
    forward.on('error', () => answer.destroy());
    message.pipe(forward);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const store: BadStore = {
    url: `${urlOf(server)}${pathname}`,
    mood: 'well',
    struck: { slow: 0, busy: 0, mute: 0, away: 0 },
    nextCreated: (part, within) => set(trap, part, within),
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return store;
}

interface Trap {
  armed?: { readonly part: string; readonly spring: (sprung?: true) => void };
}

function set(trap: Trap, part: string, within: number): Promise<true | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => spring(), within);
    const spring = (sprung?: true) => {
      clearTimeout(timer);
      delete trap.armed;
      resolve(sprung);
    };
    trap.armed = { part, spring };
  });
}

function isTrapped(trap: Trap, { method, url = '' }: IncomingMessage, status: number | undefined): boolean {
  if (method !== 'PUT' || status !== 201 || trap.armed === undefined) return false;
  if (!url.split('?')[0]?.includes(trap.armed.part)) return false;
  trap.armed.spring(true);
  return true;
}

/** Whoever is about to be killed waits for an answer to the end. */
function drop(from: IncomingMessage, answer: ServerResponse, now: boolean): void {
  from.resume();
  if (now) answer.destroy();
}
