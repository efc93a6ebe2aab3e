import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderChannel } from '../../../platform/inbound/index.ts';
import { xml } from './files.ts';
import { openWorld } from './world.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'timbre-inbound-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const opened = () => {
  const world = openWorld();
  return { ...world, look: folderChannel({ ...world.channel, folder }, world.inbound) };
};
const put = (name: string, bytes: Uint8Array | string = xml('1')) => writeFileSync(join(folder, name), bytes);

describe('a folder', () => {
  it('has each file taken once it has not changed from one look to the next', async () => {
    const { look, open } = opened();
    put('a.xml');
    expect(await look()).toBe(0);
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
    expect(await open()).toMatchObject([
      { arrival: { name: 'a.xml', mediaType: 'application/xml' }, result: { problems: [] } },
    ]);
    expect(readdirSync(folder)).toEqual(['taken']);
    expect(readdirSync(join(folder, 'taken'))).toEqual([expect.stringMatching(/^[0-9a-f]{8}\.a\.xml$/)]);
  });

  it('keeps a file that is still written, and what is not meant', async () => {
    const { look, open } = opened();
    const [first, second] = [xml('1').subarray(0, 20), xml('1').subarray(20)];
    put('half.xml', first);
    for (const name of ['.hidden.xml', 'a.part', 'b.TMP']) put(name);
    mkdirSync(join(folder, 'within'));
    symlinkSync('/etc/hostname', join(folder, 'link.xml'));
    await look();
    appendFileSync(join(folder, 'half.xml'), second);
    expect(await look()).toBe(0);
    expect(await look()).toBe(1);
    expect(await open()).toMatchObject([
      { arrival: { name: 'half.xml', size: xml('1').length }, result: { problems: [] } },
    ]);
    expect(readdirSync(folder).sort()).toEqual(['.hidden.xml', 'a.part', 'b.TMP', 'link.xml', 'taken', 'within']);
  });

  it('has the same file once, and one that is too large only told of', async () => {
    const { look, open } = opened();
    put('a.xml');
    put('b.xml');
    put('big.xml', 'x'.repeat(100_001));
    await look();
    expect(await look()).toBe(3);
    expect((await open()).map(({ result }) => result?.problems.map(({ code }) => code)).sort()).toEqual([
      [],
      ['INBOUND_TOO_MUCH'],
    ]);
    expect(readdirSync(join(folder, 'refused'))).toEqual(['big.xml']);
  });

  it('that is not there is an error', async () => {
    const { look } = opened();
    rmSync(folder, { recursive: true });
    await expect(look()).rejects.toMatchObject({ code: 'ENVIRONMENT_INVALID' });
  });
});
