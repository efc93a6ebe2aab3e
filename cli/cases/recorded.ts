import { readFileSync } from 'node:fs';
import { type Http, HttpFailure, type HttpRequest } from '../../engine/index.ts';
import type { Difference } from './compare.ts';

/** What is answered to one request. */
export interface Reply {
  readonly to?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The path of a file with the body. */
  readonly file?: string;
  readonly failure?: HttpFailure['kind'];
}

export interface Recorded extends Http {
  /** How many requests were answered. */
  readonly requests: () => number;
  /** Requests that were not those that the replies are for, and requests without a reply. */
  readonly differences: () => readonly Difference[];
}

/** An authority that gives recorded replies, in their order, and after them no answer at all. */
export function recordedHttp(replies: readonly Reply[]): Recorded {
  let next = 0;
  const differences: Difference[] = [];
  return {
    requests: () => next,
    differences: () => differences,
    async send(request) {
      const reply = replies[next++];
      const what = `request ${next}`;
      if (!reply) {
        const count = replies.length === 1 ? '1 reply' : `${replies.length} replies`;
        if (next === replies.length + 1)
          differences.push({ what, expected: `none: the case has ${count}`, got: said(request) });
        throw new HttpFailure('connect', false, `the case has ${count}; this is ${what}`);
      }
      if (reply.to !== undefined && said(request, reply.to) !== reply.to)
        differences.push({ what, expected: reply.to, got: said(request, reply.to) });
      if (reply.failure === undefined || !notSent.has(reply.failure)) request.beforeWrite?.();
      if (reply.failure)
        throw new HttpFailure(reply.failure, !notSent.has(reply.failure), `recorded: ${reply.failure}`);
      const body = reply.file === undefined ? Buffer.from(reply.body ?? '') : readFileSync(reply.file);
      return { status: reply.status ?? 200, headers: reply.headers ?? {}, body };
    },
  };
}

const notSent: ReadonlySet<string> = new Set(['host-not-allowed', 'dns', 'connect', 'tls', 'fenced']);

/** Method and address; the query, which may hold a secret, only where the case has one itself. */
const said = ({ method, url }: HttpRequest, to = ''): string =>
  `${method} ${to.includes('?') ? url : url.replace(/\?.*$/s, '')}`;
