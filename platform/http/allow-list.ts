import { isIP } from 'node:net';
import { fail } from '../../engine/errors.ts';
import { addressKind } from './addresses.ts';

/** What the environment lets requests go to. */
export interface AllowList {
  /** Whether a request may go to this URL at all; the address behind the name is judged by `address`. */
  url(url: URL): boolean;
  /** Whether the connection for a URL that may be requested may be made to this IP address. */
  address(url: URL, address: string): boolean;
}

interface Pattern {
  readonly protocol: 'http:' | 'https:';
  /** Lower case, without brackets; `*.example.com` is `.example.com`. */
  readonly host: string;
  readonly port: string;
}

/**
 * Reads patterns `[http://]host[:port]`; `host` is a name, `*.` before a name of two labels or more (any depth below it), or
 * an IP address. Without a port it is the protocol's own; without `http://` it is https. A private address is
 * reached only when it stands in the list itself; a loopback address also by the name `localhost`, listed or with `allowLoopback`.
 * Throws ENVIRONMENT_INVALID.
 */
export function readAllowList(patterns: readonly string[], allowLoopback: boolean): AllowList {
  const rules = patterns.map(readPattern);
  const listed = (url: URL, host: string) =>
    rules.some((rule) => rule.protocol === url.protocol && rule.port === portOf(url) && holds(rule.host, host));
  const sandbox = (url: URL) => allowLoopback && isLoopbackName(hostOf(url));
  return {
    url: (url) => ['http:', 'https:'].includes(url.protocol) && (sandbox(url) || listed(url, hostOf(url))),
    address(url, address) {
      const kind = addressKind(address);
      if (kind === 'public') return true;
      if (kind === 'never') return false;
      return (kind === 'loopback' && isLoopbackName(hostOf(url))) || listed(url, address);
    },
  };
}

/** The host of a URL without the brackets of an IPv6 address. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

function readPattern(pattern: string): Pattern {
  const text = /^https?:\/\//.test(pattern) ? pattern : `https://${pattern}`;
  const wildcard = text.includes('://*.');
  const bare = wildcard ? text.replace('://*.', '://') : text;
  const url = URL.canParse(bare) ? new URL(bare) : undefined;
  const wrong = (why: string) =>
    fail('ENVIRONMENT_INVALID', `${JSON.stringify(pattern)} is not a host that requests may go to: ${why}`, {
      hint: 'Write host or host:port, e.g. pac.example.com, *.example.com, 10.1.2.3:8443 or http://localhost:8080.',
    });
  if (url === undefined || bare.includes('*')) return wrong('it is not a host name, address or *.name');
  if (url.pathname !== '/' || url.search || url.hash || url.username || url.password)
    return wrong('only host and port');
  const host = hostOf(url);
  if (isIP(host) && addressKind(host) === 'never') return wrong('this address is never an authority');
  if (wildcard && (isIP(host) || !host.includes('.'))) return wrong('a wildcard needs a name of two labels');
  const protocol = url.protocol === 'http:' ? 'http:' : 'https:';
  return { protocol, host: wildcard ? `.${host}` : host, port: portOf(url) };
}

const holds = (pattern: string, host: string): boolean =>
  pattern.startsWith('.') ? host.endsWith(pattern) && host.length > pattern.length : pattern === host;

const portOf = (url: URL): string => url.port || (url.protocol === 'http:' ? '80' : '443');

const isLoopbackName = (host: string): boolean =>
  isIP(host) ? addressKind(host) === 'loopback' : host === 'localhost' || host.endsWith('.localhost');
