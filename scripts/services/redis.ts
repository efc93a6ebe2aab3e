import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';
import { withUs } from './with-us.ts';

const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

/** Whether there is a Redis to test with: the one that REDIS_URL names, or a server of our own. */
export const hasRedis = process.env.REDIS_URL !== undefined || has('redis-server');

/** Installs redis-server where it may; elsewhere the tests that need it are skipped. */
export function installRedis(): void {
  if (hasRedis) return;
  const missing = 'Redis is not installed: set REDIS_URL, or install redis-server; tests that need it are skipped\n';
  if (process.getuid?.() !== 0 || !has('apt-get')) {
    process.stdout.write(missing);
    return;
  }
  process.stdout.write('installing redis-server\n');
  const install = () => spawnSync('apt-get', ['install', '-y', '-qq', 'redis-server'], { timeout: 60_000 });
  if (install().status !== 0) {
    spawnSync('apt-get', ['update', '-qq'], { timeout: 60_000 });
    if (install().status !== 0) process.stdout.write(missing);
  }
}

export interface RedisServer {
  readonly url: string;
  /** Absent for a server that is not ours. */
  readonly port?: number;
  close(): Promise<void>;
}

/** A server of one's own. */
export interface OwnRedis extends RedisServer {
  readonly port: number;
  /** SIGSTOP: it takes connections and answers nothing; gives what lets it go on. */
  stop(): () => void;
}

/** A share of the Redis that REDIS_URL names; without one, a server of one's own. */
export async function anyRedis(): Promise<RedisServer> {
  const given = process.env.REDIS_URL;
  return given === undefined ? startRedis() : { url: given, close: async () => {} };
}

/** A server of one's own, without files, which may be stopped and begun anew at its port. */
export async function startRedis(options: readonly string[] = [], at?: number): Promise<OwnRedis> {
  const port = at ?? (await freePort());
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...options];
  const child = withUs(spawn('redis-server', args, { stdio: 'ignore' }));
  const url = `redis://127.0.0.1:${port}`;
  const close = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  try {
    await answers(url, child);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    url,
    port,
    stop() {
      child.kill('SIGSTOP');
      return () => void child.kill('SIGCONT');
    },
    close,
  };
}

/** Rejects when it ended instead: another may have taken its port. */
async function answers(url: string, server: ChildProcess): Promise<void> {
  const redis = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  redis.on('error', () => {});
  const ended = once(server, 'exit').then(([code]) => {
    throw new Error(`redis-server for ${url} ended with ${code}`);
  });
  try {
    await Promise.race([redis.ping(), ended]);
  } finally {
    redis.disconnect();
  }
}
