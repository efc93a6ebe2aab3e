import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Http, HttpFailure } from '../../engine/index.ts';
import type { RecordedReply } from './read.ts';

export interface Recorded extends Http {
  /** How many requests were answered. */
  readonly requests: () => number;
}

/** An authority that gives recorded replies, in their order, and after them no answer at all. */
export function recordedHttp(replies: readonly RecordedReply[], folder: string): Recorded {
  let next = 0;
  return {
    requests: () => next,
    async send(request) {
      const reply = replies[next++];
      if (reply?.failure === undefined || !notSent.has(reply.failure)) request.beforeWrite?.();
      if (!reply)
        throw new HttpFailure('connect', false, `the case has ${replies.length} replies; this is request ${next}`);
      if (reply.failure)
        throw new HttpFailure(reply.failure, !notSent.has(reply.failure), `recorded: ${reply.failure}`);
      const body = reply.file === undefined ? Buffer.from(reply.body ?? '') : readFileSync(join(folder, reply.file));
      return { status: reply.status ?? 200, headers: reply.headers ?? {}, body };
    },
  };
}

const notSent: ReadonlySet<string> = new Set(['host-not-allowed', 'dns', 'connect', 'tls', 'fenced']);
