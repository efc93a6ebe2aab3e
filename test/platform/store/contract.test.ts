import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Store } from '../../../engine/store.ts';
import { clearDrafts, folderStore, memoryStore } from '../../../platform/store/index.ts';
import { hasAzurite } from '../../../scripts/services/azurite.ts';
import { type Containers, openContainers } from './containers.ts';

const folders: string[] = [];
const stores: Record<string, () => Promise<Store>> = {
  memory: async () => memoryStore(),
  folder: async () => folderStore(await temporary()),
  ...(hasAzurite && { blob: async () => (await emulated()).store() }),
};

let containers: Promise<Containers> | undefined;

function emulated(): Promise<Containers> {
  containers ??= openContainers();
  return containers;
}

async function temporary(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'timbre-store-'));
  folders.push(folder);
  return folder;
}

afterAll(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
  await (await containers)?.close();
});

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (content: Uint8Array | undefined) => content && new TextDecoder().decode(content);

describe.each(Object.entries(stores))('a %s store', (_, make) => {
  it('creates a file once, and never changes it', async () => {
    const store = await make();
    expect(await store.create('runs/a/one.json', bytes('first'))).toBe(true);
    expect(await store.create('runs/a/one.json', bytes('second'))).toBe(false);
    expect(text(await store.read('runs/a/one.json'))).toBe('first');
    expect(await store.read('runs/a/two.json')).toBeUndefined();
  });

  it('lets one of twenty create a file', async () => {
    const store = await make();
    const won = await Promise.all(Array.from({ length: 20 }, (_, racer) => store.create('open/x', bytes(`${racer}`))));
    expect(won.filter(Boolean)).toHaveLength(1);
    expect(text(await store.read('open/x'))).toBe(String(won.indexOf(true)));
  });

  it('lists what stands below a prefix, in order, and forgets what was removed', async () => {
    const store = await make();
    for (const path of ['open/c', 'open/a', 'open/b/deep', 'other/x']) await store.create(path, bytes(''));
    await store.remove('open/c');
    await store.remove('open/never');
    const paths: string[] = [];
    for await (const path of store.list('open/')) paths.push(path);
    expect(paths).toEqual(['open/a', 'open/b/deep']);
  });

  it('swaps only what was not changed meanwhile', async () => {
    const store = await make();
    expect(await store.swap('counters/c', bytes('1'), undefined)).toBe(true);
    expect(await store.swap('counters/c', bytes('x'), undefined)).toBe(false);
    const first = await store.readVersioned('counters/c');
    expect(await store.swap('counters/c', bytes('2'), first?.version)).toBe(true);
    expect(await store.swap('counters/c', bytes('3'), first?.version)).toBe(false);
    const second = await store.readVersioned('counters/c');
    expect(await store.swap('counters/c', bytes('3'), second?.version)).toBe(true);
    expect(await store.swap('counters/c', bytes('stale'), first?.version)).toBe(false);
    expect(text((await store.readVersioned('counters/c'))?.bytes)).toBe('3');
    expect(await store.readVersioned('counters/d')).toBeUndefined();
  });

  it('reads, lists and removes what may move as every other file', async () => {
    const store = await make();
    await store.swap('moves/b', bytes('1'), undefined);
    await store.swap('moves/b', bytes('2'), (await store.readVersioned('moves/b'))?.version);
    await store.create('moves/a', bytes('a'));
    const listed = async () => {
      const paths: string[] = [];
      for await (const path of store.list('moves/')) paths.push(path);
      return paths;
    };
    expect(await listed()).toEqual(['moves/a', 'moves/b']);
    expect(text(await store.read('moves/b'))).toBe('2');
    await store.remove('moves/b');
    expect(await listed()).toEqual(['moves/a']);
    expect(await store.read('moves/b')).toBeUndefined();
    expect(await store.readVersioned('moves/b')).toBeUndefined();
    expect(await store.swap('moves/b', bytes('3'), undefined)).toBe(true);
    expect(text((await store.readVersioned('moves/b'))?.bytes)).toBe('3');
  });

  it('removes no more than what was named', async () => {
    const store = await make();
    await store.create('runs/a/one.json', bytes('1'));
    await store.remove('runs/a');
    expect(text(await store.read('runs/a/one.json'))).toBe('1');
  });

  it('counts to 40 with eight racers and loses none', async () => {
    const store = await make();
    const increment = async () => {
      for (;;) {
        const now = await store.readVersioned('counters/n');
        if (await store.swap('counters/n', bytes(String(Number(text(now?.bytes) ?? 0) + 1)), now?.version)) return;
      }
    };
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (let time = 0; time < 5; time++) await increment();
      }),
    );
    expect(text((await store.readVersioned('counters/n'))?.bytes)).toBe('40');
  });
});

describe('a folder store', () => {
  it('refuses a swap of a version whose successors were cleared away, and keeps few of them', async () => {
    const folder = await temporary();
    const store = folderStore(folder);
    await store.swap('counters/c', bytes('0'), undefined);
    const first = await store.readVersioned('counters/c');
    for (let time = 1; time <= 100; time++) {
      await store.swap('counters/c', bytes(String(time)), (await store.readVersioned('counters/c'))?.version);
    }
    expect((await readdir(join(folder, 'counters/c'))).length).toBeLessThan(70);
    expect(await store.swap('counters/c', bytes('stale'), first?.version)).toBe(false);
    expect(text((await store.readVersioned('counters/c'))?.bytes)).toBe('100');
  });

  it('says STORE_FAILED when a file stands where its folder should be', async () => {
    const folder = await temporary();
    await folderStore(folder).create('taken', bytes(''));
    await expect(folderStore(join(folder, 'taken')).create('a', bytes(''))).rejects.toMatchObject({
      code: 'STORE_FAILED',
    });
  });

  it('leaves no draft behind, and clears those that a crash left', async () => {
    const folder = await temporary();
    const store = folderStore(folder);
    await store.create('a', bytes('1'));
    await store.create('a', bytes('2'));
    expect(await readdir(join(folder, '.drafts'))).toEqual([]);
    await store.create('.drafts/left', bytes('torn'));
    await clearDrafts(folder, new Date(Date.now() + 1000));
    expect(await readdir(join(folder, '.drafts'))).toEqual([]);
  });
});
