import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TimbreError } from '../../../engine/errors.ts';
import { urlOf } from '../../../platform/http/index.ts';
import { blobStore, sasContainer } from '../../../platform/store/index.ts';
import { hasAzurite } from '../../../scripts/services/azurite.ts';
import { type Containers, openContainers } from './containers.ts';

const bytes = (text: string) => Buffer.from(text);
const fixed = (url: string) => ({ current: async () => url, renewed: async () => url });
const quick = { tryTimeout: 2_000, maxTries: 2 };

/** What becomes of an answer: `half` of it comes, and then nothing more. */
type Fate = 'well' | 'lost' | 'silent' | 'half';

async function problemOf(work: Promise<unknown>) {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof TimbreError)) throw new Error(`no TimbreError: ${error}`);
  return error.problems[0];
}

describe.skipIf(!hasAzurite)('a store in Azure Blob, needs azurite', () => {
  let containers: Containers;
  const servers: Server[] = [];
  beforeAll(async () => {
    containers = await openContainers();
  });
  afterAll(async () => {
    for (const server of servers) server.close().closeAllConnections();
    await containers.close();
  });

  /** Between the store and the emulator, which does what it is asked. */
  async function proxied(url: string, fateOf: (message: IncomingMessage) => Fate): Promise<string> {
    const target = new URL(url);
    const server = createServer((message, answer) => {
      const fate = fateOf(message);
      const options = { host: target.hostname, port: target.port, path: message.url, method: message.method };
      const forward = request({ ...options, headers: message.headers }, (from) => {
        if (fate === 'well') return pass(from, answer);
        if (fate === 'half') answer.writeHead(from.statusCode ?? 500, from.headers).flushHeaders();
        from.resume();
        if (fate === 'lost') from.once('end', () => answer.destroy());
      });
      message.pipe(forward);
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const proxy = new URL(url);
    proxy.port = new URL(urlOf(server)).port;
    return String(proxy);
  }

  function pass(from: IncomingMessage, answer: ServerResponse): void {
    answer.writeHead(from.statusCode ?? 500, from.headers);
    from.pipe(answer);
  }

  it.each<[string, string, string | undefined, Fate]>([
    ['create', 'one/file', undefined, 'lost'],
    ['swap', 'two/file', 'first', 'lost'],
    ['create', 'three/file', undefined, 'silent'],
  ])('a %s whose answer got lost knows its own file again: %s, %s, %s', async (_, path, before, fate) => {
    const direct = await containers.sasUrl(600);
    const plain = blobStore(sasContainer(fixed(direct)));
    if (before) await plain.create(path, bytes(before));
    let lost = 0;
    const url = await proxied(direct, ({ method }) => (method === 'PUT' && lost++ === 0 ? fate : 'well'));
    const store = blobStore(sasContainer(fixed(url), { maxTries: 3, tryTimeout: 1_000 }));
    const version = (await plain.readVersioned(path))?.version;
    const written = before ? store.swap(path, bytes('mine'), version) : store.create(path, bytes('mine'));
    expect(await written).toBe(true);
    expect(lost).toBeGreaterThan(1);
    expect(Buffer.from((await plain.read(path)) ?? []).toString()).toBe('mine');
    expect(before ? await store.swap(path, bytes('x'), version) : await store.create(path, bytes('x'))).toBe(false);
  });

  it.each<Fate>(['silent', 'half'])('is given up when its answers are %s', async (fate) => {
    const direct = await containers.sasUrl(600);
    await blobStore(sasContainer(fixed(direct))).create('a', bytes('1'));
    const url = await proxied(direct, () => fate);
    const store = blobStore(sasContainer(fixed(url), { maxTries: 2, tryTimeout: 300 }));
    expect(await problemOf(store.read('a'))).toMatchObject({
      code: 'STORE_FAILED',
      message: expect.stringContaining('no answer in time'),
    });
  });

  it('asks the vault for the SAS about every second, not for each request; at once again when it had none', async () => {
    const url = await containers.sasUrl(600);
    let asked = 0;
    const current = async () => (++asked === 1 ? Promise.reject(new Error('the vault is away')) : url);
    const store = blobStore(sasContainer({ current, renewed: current }, quick));
    await expect(store.read('a')).rejects.toThrow();
    const began = performance.now();
    await Promise.all(Array.from({ length: 20 }, (_, at) => store.create(`many/${at}`, bytes('1'))));
    for (let at = 0; at < 20; at++) expect(await store.read(`many/${at}`)).toBeDefined();
    expect(asked - 1).toBeLessThanOrEqual(1 + (performance.now() - began) / 1_000);
  });

  it('takes a new SAS from the vault when the old one is refused, and says so when that one is no better', async () => {
    const expired = await containers.sasUrl(-5);
    const anew = containers.renewed(expired, 600);
    let asked = 0;
    const renewed = async () => {
      asked += 1;
      return anew;
    };
    const store = blobStore(sasContainer({ current: async () => (asked ? anew : expired), renewed }, quick));
    expect(await store.create('a', bytes('1'))).toBe(true);
    expect(await store.create('a', bytes('2'))).toBe(false);
    expect(asked).toBe(1);
    const problem = await problemOf(blobStore(sasContainer(fixed(expired), quick)).create('b', bytes('1')));
    expect(problem?.code).toBe('STORE_FAILED');
    expect(problem?.message).toContain('SAS');
  });

  it.each([
    ['has no container', async () => `${(await containers.sasUrl(600)).replace(/timbre-/, 'other-')}`],
    ['may only list', () => containers.sasUrl(600, 'l')],
    ['is nowhere', async () => (await containers.sasUrl(600)).replace(/127\.0\.0\.1:\d+/, '127.0.0.1:9')],
    ['is no SAS', async () => 'https://account.blob.core.windows.net/timbre'],
  ])('a URL that %s is STORE_FAILED, and the SAS is not in the message', async (_, make) => {
    const url = await make();
    const problem = await problemOf(blobStore(sasContainer(fixed(url), quick)).create('a', bytes('1')));
    expect(problem?.code).toBe('STORE_FAILED');
    expect(JSON.stringify(problem)).not.toContain(new URL(url).searchParams.get('sig') ?? 'no signature');
  });

  it('lists more files than one page has, in order', async () => {
    const store = blobStore(sasContainer(fixed(await containers.sasUrl(600))), 7);
    const names = Array.from({ length: 30 }, (_, at) => `open/${String(at).padStart(3, '0')}`);
    await Promise.all(names.map((name) => store.create(name, bytes(''))));
    const listed: string[] = [];
    for await (const name of store.list('open/')) listed.push(name);
    expect(listed).toEqual(names);
  });
});
