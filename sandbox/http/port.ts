import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { FaultSchedule } from './fault-plan.ts';

export interface Port {
  readonly number: number;
  /** Closes the port, so that connections are refused, or opens the same one again. */
  setOpen(open: boolean): Promise<void>;
}

/** Listens on loopback. A server that was closed cannot listen again, so each opening has its own. */
export async function openPort(
  listener: RequestListener,
  wanted: number,
  schedule: () => FaultSchedule,
): Promise<Port> {
  let server: Server | undefined = await listen(listener, wanted, schedule);
  const address = server.address();
  const number = typeof address === 'object' && address ? address.port : wanted;
  return {
    number,
    async setOpen(open) {
      if (open) {
        server ??= await listen(listener, number, schedule);
        // A kept connection would slip past a fault that strikes connections.
        if (schedule().perConnection) server.closeIdleConnections();
      } else if (server) {
        const closing = server;
        server = undefined;
        closing.closeAllConnections();
        closing.close();
        await once(closing, 'close');
      }
    },
  };
}

async function listen(listener: RequestListener, port: number, schedule: () => FaultSchedule): Promise<Server> {
  const server = createServer(listener);
  // Longer than any client keeps one: a connection closed while a request is on its way is a fault, and those are asked for.
  server.keepAliveTimeout = 60_000;
  server.on('connection', (socket) => {
    if (schedule().next('connection')) socket.resetAndDestroy();
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
