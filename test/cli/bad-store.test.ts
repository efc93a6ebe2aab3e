import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ports } from '../../engine/index.ts';
import { folderStore } from '../../platform/store/index.ts';
import { badMaterial } from './bad-input/material.ts';
import { canMount, mountSmallDisk, type SmallDisk } from './bad-input/small-disk.ts';
import { closeWorld, type Happened, openWorld, sample, submit, type World } from './bad-input/world.ts';

let world: World;
let disk: SmallDisk | undefined;
/** Bytes that a whole run takes. */
let whole = 0;
beforeAll(async () => {
  world = await openWorld();
  disk = canMount ? mountSmallDisk(join(world.folder, 'disk')) : undefined;
  if (!disk) return;
  const before = disk.left();
  await submit(world, { data: data('calm'), ports: emptyStore(disk.folder) });
  whole = before - disk.left();
}, 60_000);
afterAll(async () => {
  disk?.remove();
  await closeWorld(world);
});

const data = (number: string) => JSON.stringify({ ...sample(), number });

/** A store that begins empty, below a folder. */
function emptyStore(folder: string): Pick<Ports, 'store'> {
  rmSync(join(folder, 'store'), { recursive: true, force: true });
  return { store: folderStore(join(folder, 'store')) };
}

/** What an operator and an ERP do once there is room: what was recorded is resumed, what was not is submitted again. */
async function goOn(first: Happened, again: () => Promise<Happened>, ports: Partial<Ports>): Promise<Happened> {
  const resumed = await first.resume({ ports });
  return resumed.problems[0]?.code === 'RUN_UNKNOWN' ? again() : resumed;
}

/** Of the room that a whole run needs. */
const shares = [0, 0.3, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];

describe.runIf(canMount)('a disk that is full (needs root, to mount a small one)', () => {
  it.for(shares)(
    'with %d of the room: the store says so, and one stamp is made in the end',
    async (share, { skip }) => {
      if (!disk) return skip('mounting is not allowed here');
      const ports = emptyStore(disk.folder);
      disk.fillTo(share * whole);
      const first = await submit(world, { data: data(`F${share}`), ports });
      disk.free();
      expect(first).toMatchObject({ exit: 1, problems: [{ code: 'STORE_FAILED' }] });
      const final = await goOn(first, () => submit(world, { data: data(`F${share}`), ports }), ports);
      expect(final).toMatchObject({ exit: 0, report: { state: 'completed', outcome: 'accepted' } });
      expect(first.stamps + final.stamps).toBe(1);
      seen.add(first.requests === 0 ? 'before sending' : 'after sending');
    },
  );

  const seen = new Set<string>();
  it('was met before and after the document was sent', ({ skip }) => {
    if (!disk) return skip('mounting is not allowed here');
    expect([...seen].sort()).toEqual(expect.arrayContaining(['after sending', 'before sending']));
  });
});

describe('a store that cannot be written', () => {
  const held = badMaterial.find(({ code }) => code === 'KEY_PASSWORD');

  it('read-only: nothing begins and nothing is sent; writable again, it goes on', async ({ skip }) => {
    if (!disk) return skip('mounting is not allowed here');
    const ports = emptyStore(disk.folder);
    const first = await submit(world, { data: data('R1'), ports, ...(held ? { vault: held.vault } : {}) });
    expect(first).toMatchObject({ exit: 3, requests: 0 });
    disk.readOnly(true);
    const refused = await submit(world, { data: data('R2'), ports });
    const stopped = await first.resume({ ports, vault: world.rightVault });
    disk.readOnly(false);
    for (const each of [refused, stopped])
      expect(each).toMatchObject({ exit: 1, requests: 0, problems: [{ code: 'STORE_FAILED' }] });
    expect(await first.resume({ ports })).toMatchObject({ exit: 0, stamps: 1 });
  });

  it('a file in the place of its folder', async () => {
    const folder = join(world.folder, 'file');
    writeFileSync(folder, 'not a folder');
    const ports = () => ({ store: folderStore(join(folder, 'store')) });
    const first = await submit(world, { data: data('N1'), ports: ports() });
    expect(first).toMatchObject({ exit: 1, requests: 0, problems: [{ code: 'STORE_FAILED' }] });
    rmSync(folder);
    expect(await submit(world, { data: data('N1'), ports: ports() })).toMatchObject({ exit: 0, stamps: 1 });
  });
});
