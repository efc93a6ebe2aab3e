import type { FastifyReply } from 'fastify';
import { fail } from '../../engine/index.ts';
import { pause } from '../../platform/clock.ts';

/** One caller who listens: server-sent events (HTML Living Standard, 9.2). */
export interface Stream {
  readonly open: boolean;
  send(event: string, data: unknown, id?: number): void;
  end(): void;
  /** Waits, but no longer than the caller listens. */
  pause(milliseconds: number): Promise<void>;
}

/** Those who listen now. */
export interface Streams {
  begin(reply: FastifyReply): Stream;
  close(): void;
}

export interface StreamLimits {
  /** How many may listen at once. */
  readonly most: number;
  /** Milliseconds; then the caller begins anew, and is asked anew who he is. */
  readonly longest: number;
}

/** A proxy in between ends a connection that is silent. */
const heartbeat = 15_000;
/** Bytes that somebody who reads slowly may leave waiting. */
const backlog = 1_048_576;

export function openStreams({ most, longest }: StreamLimits): Streams {
  const streams = new Set<Stream>();
  return {
    begin(reply) {
      if (streams.size >= most) fail('SERVER_BUSY', `${most} callers listen already.`);
      const stream = begin(reply, longest, () => streams.delete(stream));
      streams.add(stream);
      return stream;
    },
    close() {
      for (const stream of streams) stream.end();
    },
  };
}

function begin(reply: FastifyReply, longest: number, onEnd: () => void): Stream {
  const { raw } = reply.hijack();
  raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    // Kept alive afterwards, it would keep a server that stops from its end.
    connection: 'close',
  });
  let open = true;
  const ended = new AbortController();
  const write = (text: string): void => {
    if (!open) return;
    raw.write(text);
    if (raw.writableLength > backlog) end();
  };
  const end = (): void => {
    if (!open) return;
    open = false;
    clearInterval(beat);
    clearTimeout(limit);
    ended.abort();
    onEnd();
    raw.end();
  };
  const beat = setInterval(() => write(': still here\n\n'), heartbeat);
  const limit = setTimeout(end, longest);
  raw.on('close', end);
  write('retry: 1000\n\n');
  return {
    get open() {
      return open;
    },
    send: (event, data, id) =>
      write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    end,
    pause: (milliseconds) => pause(milliseconds, ended.signal),
  };
}
