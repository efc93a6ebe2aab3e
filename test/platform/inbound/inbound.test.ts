import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { problem, TimbreError } from '../../../engine/index.ts';
import { folderStore, memoryStore } from '../../../platform/store/index.ts';
import { mailOf, xml, zipOf } from './files.ts';
import { openWorld } from './world.ts';

const file = (bytes: Uint8Array, name = 'note.xml') => ({ name, mediaType: 'application/xml', bytes });

const folder = mkdtempSync(join(tmpdir(), 'timbre-inbound-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
  ['in memory', () => memoryStore()],
  ['in a folder', () => folderStore(mkdtempSync(join(folder, 'store-')))],
])('what comes in, %s,', (_where, newStore) => {
  const opened = () => openWorld(undefined, newStore());

  it('is read by the feature that recognises it, and waits until it is acknowledged', async () => {
    const { inbound, engine, channel, queued, open } = opened();
    const { arrival, result } = await inbound.take(channel, file(xml('7')));
    expect(result?.problems).toEqual([]);
    const [made] = result?.runs ?? [];
    expect(queued).toEqual([made?.run]);
    expect(await engine.advance(made?.run ?? '')).toMatchObject({ state: 'completed', values: { number: '7' } });
    expect((await open()).map((each) => each.arrival)).toEqual([arrival]);
    await inbound.acknowledge(arrival, 'erp');
    expect(await open()).toEqual([]);
    expect((await inbound.read(arrival.id))?.arrival).toEqual(arrival);
  });

  it('is one, however often the same file comes on a channel, and whatever it comes in', async () => {
    const { inbound, channel, open, later } = opened();
    const first = await inbound.take(channel, file(xml('1')));
    later(86_400_000);
    expect(await inbound.take(channel, file(xml('1'), 'again.xml'))).toEqual(first);
    expect(await open()).toHaveLength(1);
    const inMail = await inbound.take(channel, file(mailOf({ 'a.xml': xml('1'), 'b.xml': xml('2') }), 'a.eml'));
    const [before, fresh] = inMail.result?.runs ?? [];
    expect(before?.run).toBe(first.result?.runs[0]?.run);
    expect(fresh?.run).not.toBe(before?.run);
    await inbound.acknowledge(first.arrival, 'erp');
    await inbound.take(channel, file(xml('1')));
    expect((await open()).map(({ arrival }) => arrival.id)).toEqual([inMail.arrival.id]);
    const other = await inbound.take({ ...channel, name: 'other' }, file(xml('1')));
    expect(other.result?.runs[0]?.run).not.toBe(before?.run);
  });

  it('that no feature recognises is listed with its problem, and read anew once one does', async () => {
    const { inbound, channel, features, open } = opened();
    const [feature] = features.splice(0);
    const { arrival, result } = await inbound.take(channel, file(xml('1')));
    expect(result).toMatchObject({ runs: [], problems: [{ code: 'INBOUND_UNRECOGNISED' }] });
    expect(result?.problems[0]?.message).toContain('{urn:note}Note');
    if (feature) features.push(feature);
    expect((await inbound.retry(arrival.id)).result).toMatchObject({ runs: [{ file: 'note.xml' }], problems: [] });
    expect((await open())[0]?.result?.problems).toEqual([]);
  });

  it.each<[string, Uint8Array, string]>([
    ['no XML', Buffer.from('hello'), 'INBOUND_UNRECOGNISED'],
    ['broken XML', Buffer.from('<n:Note xmlns:n="urn:note">'), 'XML_MALFORMED'],
    ['a web page', Buffer.from('<!DOCTYPE html><html><br></html>'), 'INBOUND_UNRECOGNISED'],
    ['another namespace', Buffer.from('<Note xmlns="urn:other"/>'), 'INBOUND_UNRECOGNISED'],
    [
      'entities',
      Buffer.from('<!DOCTYPE n [<!ENTITY x SYSTEM "file:///etc/hostname">]><n:Note xmlns:n="urn:note">&x;</n:Note>'),
      'XML_DOCTYPE',
    ],
    ['another encoding', Buffer.from('<n:Note xmlns:n="urn:note" number="é"/>', 'latin1'), 'XML_MALFORMED'],
    ['nothing', new Uint8Array(), 'INBOUND_UNRECOGNISED'],
  ])('is kept and told of, although it is %s', async (_, bytes, code) => {
    const { inbound, channel, open } = opened();
    const { result } = await inbound.take(channel, file(bytes));
    expect(result?.problems.map((each) => each.code)).toEqual([code]);
    expect(await open()).toHaveLength(1);
  });

  it('has the good in it read beside the bad', async () => {
    const { inbound, channel } = opened();
    const zip = await zipOf({ 'a.xml': xml('1'), 'readme.txt': Buffer.from('read me'), 'b.xml': xml('2') });
    const { result } = await inbound.take(channel, file(zip, 'all.zip'));
    expect(result).toMatchObject({ runs: [{ file: 'a.xml' }, { file: 'b.xml' }], problems: [] });
  });

  it('is told of when it is too large to be kept', async () => {
    const { inbound, channel, open } = opened();
    const too = { name: 'big.xml', mediaType: 'application/xml', size: 100_001, mark: 'big.xml 1' };
    await inbound.refuse(channel, too);
    await inbound.refuse(channel, too);
    expect(await open()).toMatchObject([
      { arrival: { tooLarge: true }, result: { problems: [{ code: 'INBOUND_TOO_MUCH' }] } },
    ]);
  });

  it('is not lost wherever the process dies', async () => {
    for (let dies = 1; dies < 12; dies++) {
      const store = newStore();
      let left = dies;
      const dying = {
        ...store,
        create: (path: string, bytes: Uint8Array) =>
          --left > 0 ? store.create(path, bytes) : Promise.reject(new TimbreError(problem('STORE_FAILED', 'killed'))),
      };
      const broken = openWorld(undefined, dying);
      const taken = await broken.inbound.take(broken.channel, file(xml('1'))).catch(() => undefined);
      const whole = openWorld(undefined, store);
      // The channel brings again what was not taken.
      if (taken === undefined) await whole.inbound.take(whole.channel, file(xml('1')));
      else await whole.inbound.catchUp();
      const open = await whole.open();
      expect(open).toHaveLength(1);
      expect(open[0]?.result).toMatchObject({ runs: [{ file: 'note.xml' }], problems: [] });
    }
  });
});
