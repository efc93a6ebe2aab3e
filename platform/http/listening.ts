import type { Server } from 'node:net';

/** Where a server listens, `http://127.0.0.1:39041`: the port, too, that the system chose for it. */
export function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('The server listens at no port.');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}
