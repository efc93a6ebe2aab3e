import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * A port of this machine, below those that the system gives to whoever connects: while a server is away nobody else may sit at
 * its port, not even a client that tries to connect to it, and by chance is given the very port and meets itself.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const listening = once(server, 'listening').then(
    () => true,
    () => false,
  );
  server.listen(port, '127.0.0.1');
  const free = await listening;
  if (!free) return false;
  server.close();
  await once(server, 'close');
  return true;
}
