import { sha256 } from '../../../engine/document.ts';
import { type Http, HttpFailure } from '../../../engine/http.ts';
import { decode, encode } from './text.ts';

export type AuthorityKind = 'detects-duplicates' | 'stamps-every-post';
export type Fault =
  | 'accept-then-no-answer'
  | 'refuse-connection'
  | 'unavailable'
  | 'refuse'
  | 'no-proof'
  | 'slow-to-find';

/** An authority in memory: accepts documents by POST /stamp, tells of them by POST /find once `findsAfter` has passed. */
export class Authority {
  readonly accepted: { id: string; hash: string; at: number }[] = [];
  readonly received: string[] = [];
  readonly faults: Fault[];
  readonly #kind: AuthorityKind;
  readonly #now: () => number;
  findsAfter = 4_000;
  asked = 0;

  constructor(kind: AuthorityKind, now: () => number, faults: Fault[] = []) {
    this.#kind = kind;
    this.#now = now;
    this.faults = faults;
  }

  readonly http: Http = {
    send: async ({ url, body = new Uint8Array(), beforeWrite }) => {
      const fault = url.endsWith('/stamp') ? this.faults.shift() : undefined;
      if (fault === 'refuse-connection') throw new HttpFailure('connect', false, 'connection refused');
      beforeWrite?.();
      const answer = url.endsWith('/stamp') ? this.#stamp(body, fault) : this.#find(decode(body));
      if (fault === 'accept-then-no-answer') throw new HttpFailure('timeout', true, 'no answer within 30 s');
      return { status: fault === 'unavailable' ? 503 : 200, headers: {}, body: encode(JSON.stringify(answer)) };
    },
  };

  #stamp(body: Uint8Array, fault: Fault | undefined): unknown {
    const hash = sha256(body);
    this.received.push(hash);
    if (fault === 'unavailable') return {};
    if (fault === 'refuse') return { code: '301' };
    const before = this.accepted.find((each) => each.hash === hash);
    if (before && this.#kind === 'detects-duplicates') return { code: '307' };
    this.accepted.push({ id: `id-${this.accepted.length + 1}`, hash, at: this.#now() });
    return fault === 'no-proof' ? { said: 'ok' } : { id: `id-${this.accepted.length}`, stamped: decode(body) };
  }

  #find(hash: string): unknown {
    this.asked++;
    const found = this.accepted.find((each) => each.hash === hash && each.at + this.findsAfter <= this.#now());
    return found ? { id: found.id, hash } : { code: '603' };
  }
}
