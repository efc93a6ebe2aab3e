import { isIP } from 'node:net';
import { fail } from '../../engine/errors.ts';
import { type Http, HttpFailure, type HttpRequest } from '../../engine/http.ts';
import { type AllowList, hostOf, readAllowList } from './allow-list.ts';
import { exchange } from './exchange.ts';
import { checkHeaders } from './headers.ts';
import type { Pools } from './pools.ts';
import { type Resolve, refusal, resolveBySystem } from './resolve.ts';

export interface HttpOptions {
  /**
   * Where requests may go: `[http://]host[:port]` with a name, `*.name` or an address. https unless `http://` is written; the
   * protocol's own port unless one is written. An address that is not public is reached only if it stands here itself.
   */
  readonly allowedHosts: readonly string[];
  /** Lets requests go to `localhost` and loopback addresses, any port, without TLS too: for a sandbox on this machine. */
  readonly allowLoopback?: boolean;
  /** PEM certificates of authorities trusted besides those that Node brings. */
  readonly ca?: readonly string[];
  /** For each origin and client identity; 32 when left out. */
  readonly maxConnections?: number;
  /** Milliseconds until a connection must stand; 10 s when left out. The time-out of a request may be shorter. */
  readonly connectTimeout?: number;
  /** How names become addresses; the operating system's way when left out. What it gives is judged all the same. */
  readonly resolve?: Resolve;
}

/** An `Http` with connections to let go of. */
export interface ClosableHttp extends Http {
  /** Waits for requests under way, then closes every connection; later requests fail with `connect`. */
  close(): Promise<void>;
}

/**
 * HTTP/1.1 by undici: one request, one answer. TLS 1.2 or newer, always verified; no redirect, cookie, proxy or retry.
 * Throws TLS_UNVERIFIED where the process was told not to verify certificates, ENVIRONMENT_INVALID for a wrong pattern.
 */
export function createHttp(options: HttpOptions): ClosableHttp {
  if (process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0') {
    fail('TLS_UNVERIFIED', 'NODE_TLS_REJECT_UNAUTHORIZED=0 is set: nobody would know whom an invoice is sent to');
  }
  const allowed = readAllowList(options.allowedHosts, options.allowLoopback ?? false);
  let opened: Promise<Pools> | undefined;
  // Many a command sends nothing, and undici takes longer to load than most of them take.
  const open = async (): Promise<Pools> =>
    (await import('./pools.ts')).createPools({
      allowed,
      resolve: options.resolve ?? resolveBySystem,
      ca: options.ca ?? [],
      maxConnections: options.maxConnections ?? 32,
      connectTimeout: options.connectTimeout ?? 10_000,
    });
  const underWay = new Set<Promise<unknown>>();
  let closed = false;
  return {
    async send(request) {
      const url = checkedUrl(request, allowed);
      checkHeaders(request.headers);
      if (closed) throw new HttpFailure('connect', false, 'the environment is closed');
      opened ??= open();
      const answer = opened
        .then((pools) => exchange(pools.of(url, request.client), url, request))
        .finally(() => underWay.delete(answer));
      underWay.add(answer);
      return answer;
    },
    async close() {
      closed = true;
      await Promise.allSettled(underWay);
      await (await opened)?.close();
    },
  };
}

function checkedUrl(request: HttpRequest, allowed: AllowList): URL {
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
  if (url === undefined) throw new HttpFailure('protocol', false, 'the address is not a URL');
  if (url.username || url.password)
    throw new HttpFailure('protocol', false, 'the address has a user or password in it');
  const host = hostOf(url);
  if (!allowed.url(url)) {
    throw new HttpFailure('host-not-allowed', false, `the environment does not allow ${url.protocol}//${url.host}`);
  }
  // No look-up happens for an address, so it is judged here.
  if (isIP(host) && !allowed.address(url, host)) throw refusal(host, host);
  return url;
}
