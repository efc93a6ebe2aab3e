import { once } from 'node:events';
import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { type HttpFailure, HttpFailure as HttpFailureClass, type HttpRequest } from '../../../engine/http.ts';
import { type ClosableHttp, createHttp, type HttpOptions } from '../../../platform/http/index.ts';

/** A loopback server that notes every connection and every byte, and answers as told. */
export interface Listener {
  readonly port: number;
  readonly url: string;
  /** Connections that were made (behind TLS: handshakes that were finished). */
  connections: number;
  /** What was received, all connections together. */
  received: string;
  /** Connections that stand now. */
  open(): number;
  close(): Promise<void>;
}

type Answer = (socket: Socket, received: string, nth: number) => void;

/** Calls `answer` once for each request that is there whole (headers and, by content-length, body). */
export async function listen(answer: Answer, tls?: TlsOptions): Promise<Listener> {
  const sockets = new Set<Socket>();
  const state = { connections: 0, received: '', requests: 0 };
  const onSocket = (socket: Socket) => {
    state.connections += 1;
    sockets.add(socket);
    let pending = '';
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      state.received += chunk.toString('latin1');
      pending += chunk.toString('latin1');
      const end = pending.indexOf('\r\n\r\n');
      const length = Number(/content-length: (\d+)/i.exec(pending)?.[1] ?? 0);
      if (end < 0 || pending.length < end + 4 + length) return;
      const request = pending;
      pending = '';
      state.requests += 1;
      answer(socket, request, state.requests);
    });
  };
  const server: Server = tls ? createTlsServer(tls, onSocket) : createTcpServer(onSocket);
  server.on('tlsClientError', () => {});
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return Object.assign(state, {
    port,
    url: `${tls ? 'https' : 'http'}://localhost:${port}/service`,
    open: () => [...sockets].filter((each) => !each.destroyed).length,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  });
}

/** An HTTP/1.1 answer as text. */
export const answerOf = (status: number, headers: Record<string, string>, body: string | Buffer = ''): Buffer =>
  Buffer.concat([
    Buffer.from(
      `HTTP/1.1 ${status} Whatever\r\n${Object.entries({
        'content-length': String(Buffer.byteLength(body)),
        ...headers,
      })
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('')}\r\n`,
    ),
    Buffer.from(body),
  ]);

export const requestTo = (url: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'POST',
  url,
  headers: {},
  body: Buffer.from('<invoice/>'),
  timeout: 2_000,
  maxBytes: 100_000,
  ...more,
});

/** The failure of a request that must fail. */
export async function failureOf(http: ClosableHttp, request: HttpRequest): Promise<HttpFailure> {
  const thrown: unknown = await http.send(request).then(
    (response) => new Error(`there was an answer: ${response.status}`),
    (error: unknown) => error,
  );
  if (thrown instanceof HttpFailureClass) return thrown;
  throw thrown;
}

export const loopbackHttp = (options: Partial<HttpOptions> = {}): ClosableHttp =>
  createHttp({ allowedHosts: [], allowLoopback: true, ...options });
