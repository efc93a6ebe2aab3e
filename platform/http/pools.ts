import { Socket } from 'node:net';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import type { buildConnector, Pool } from 'undici';
import connectorOf from 'undici/lib/core/connect.js';
import OriginPool from 'undici/lib/dispatcher/pool.js';
import type { ClientIdentity } from '../../engine/vault.ts';
import type { AllowList } from './allow-list.ts';
import { guardedLookup, type Resolve } from './resolve.ts';

/** Kept connections: one pool for each origin and client identity. */
export interface Pools {
  of(url: URL, client: ClientIdentity | undefined): Pool;
  /** Breaks what is under way. */
  close(): Promise<void>;
}

export interface PoolOptions {
  readonly allowed: AllowList;
  readonly resolve: Resolve;
  /** PEM certificates trusted besides those of Node. */
  readonly ca: readonly string[];
  readonly maxConnections: number;
  /** Milliseconds. */
  readonly connectTimeout: number;
}

/** Beyond this many origins and identities the pool that was used longest ago is closed. */
const MOST_POOLS = 500;
const MOST_HEADER_BYTES = 32 * 1024;

export function createPools(options: PoolOptions): Pools {
  const pools = new Map<string, Pool>();
  // undici does not give up a connection that is being made; it would keep the process for as long as it takes.
  const sockets = new Set<Socket>();
  return {
    of(url, client) {
      const key = `${url.origin} ${client?.fingerprint ?? ''}`;
      const pool = pools.get(key) ?? createPool(url, client, options, sockets);
      pools.delete(key);
      pools.set(key, pool);
      const [oldest] = pools;
      if (pools.size > MOST_POOLS && oldest !== undefined) {
        pools.delete(oldest[0]);
        void oldest[1].close();
      }
      return pool;
    },
    async close() {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
      pools.clear();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function createPool(url: URL, client: ClientIdentity | undefined, options: PoolOptions, sockets: Set<Socket>): Pool {
  const connect = noting(sockets, {
    lookup: guardedLookup(url, options.allowed, options.resolve),
    timeout: options.connectTimeout,
    allowH2: false,
    ...(url.protocol === 'https:'
      ? { secureContext: secureContext(client, options.ca), rejectUnauthorized: true, minVersion: 'TLSv1.2' }
      : {}),
  });
  return new OriginPool(url.origin, {
    connect,
    connections: options.maxConnections,
    pipelining: 1,
    maxHeaderSize: MOST_HEADER_BYTES,
    // The time-out of the whole exchange rules; these two would only cut it in pieces.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/** undici's connector, whose type does not say that it returns the socket. */
function noting(sockets: Set<Socket>, options: buildConnector.BuildOptions): buildConnector.connector {
  const connect = connectorOf(options);
  return (target, callback) => {
    const socket: unknown = connect(target, callback);
    if (!(socket instanceof Socket)) return;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  };
}

function secureContext(client: ClientIdentity | undefined, ca: readonly string[]): SecureContext {
  return createSecureContext({
    minVersion: 'TLSv1.2',
    ...(ca.length === 0 ? {} : { ca: [...rootCertificates, ...ca] }),
    ...(client === undefined ? {} : { cert: client.certificatePem, key: client.keyPem }),
  });
}
