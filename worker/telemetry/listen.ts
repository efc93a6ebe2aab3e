import { createServer, type ServerResponse } from 'node:http';
import { fail, problem, TimbreError } from '../../engine/index.ts';
import { urlOf } from '../../platform/http/index.ts';
import type { Health } from './health.ts';
import type { Metrics } from './metrics.ts';

export interface Listener {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves `/metrics` for Prometheus and `/health` for whoever begins a worker anew that does not get on.
 * @param at `9464`, this machine only; or `0.0.0.0:9464`
 */
export async function listen(at: string, metrics: Metrics, health: Health): Promise<Listener> {
  const [, host = '127.0.0.1', port] = /^(?:(.+):)?(\d{1,5})$/.exec(at) ?? [];
  if (port === undefined || Number(port) > 65_535)
    return fail('USAGE', `--metrics takes a port or HOST:PORT, and not ${at}.`);
  const server = createServer(({ url = '', method }, response) => {
    if (method !== 'GET') return send(response, 405, 'GET only\n');
    answer(url, metrics, health).then(
      ([status, text, type]) => send(response, status, text, type),
      () => send(response, 500, 'failed\n'),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', () => reject(new TimbreError(problem('USAGE', `Nothing can listen at ${at}.`))));
    server.listen(Number(port), host, resolve);
  });
  return {
    url: urlOf(server),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(url: string, metrics: Metrics, health: Health): Promise<[number, string, string?]> {
  if (url === '/metrics') return [200, await metrics.text(), metrics.mediaType];
  if (url !== '/health') return [404, 'There are /metrics and /health.\n'];
  const good = await health.good();
  const said = { status: good ? 'ok' : 'stuck', idle: Math.round(health.still / 1000) };
  return [good ? 200 : 503, JSON.stringify(said), 'application/json'];
}

function send(response: ServerResponse, status: number, text: string, type = 'text/plain'): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
}
