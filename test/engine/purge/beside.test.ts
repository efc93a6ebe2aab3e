import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import { filesIn } from '../../../engine/record/files-in.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import { purgeTellings } from '../../../platform/webhooks/index.ts';
import { announce } from '../../../platform/webhooks/outbox.ts';
import { Authority, testClock, testFeature, testPorts } from '../run/world.ts';

function installation() {
  const clock = testClock();
  const store = memoryStore();
  const authority = new Authority('detects-duplicates', () => clock.now().getTime(), []);
  const feature = testFeature();
  const engine = createEngine(testPorts(feature, authority, clock, store));
  const message = (id: string, legalEntity?: string) =>
    engine.deliver({
      ...{ feature: feature.id, name: 'told', where: { id }, mediaType: 'text/plain', bytes: Buffer.from(id) },
      ...(legalEntity !== undefined && { legalEntity }),
    });
  return { clock, store, engine, feature, message, paths: (prefix = '') => filesIn(store, prefix) };
}

describe('messages', () => {
  it('go when they are old and were dismissed; one that nobody has taken stays', async () => {
    const at = installation();
    const [taken, open] = [await at.message('1', 'acme'), await at.message('2', 'acme')];
    await at.message('3', 'bolt');
    await at.engine.dismiss(taken.id);
    const keepFrom = (of: string | undefined) => (of === 'acme' ? '2090-01-01' : undefined);
    const before = await at.paths();
    expect(await at.engine.purgeMessages({ keepFrom, dryRun: true })).toEqual({ files: 2, refused: 0 });
    expect(await at.paths()).toEqual(before);
    expect(await at.engine.purgeMessages({ keepFrom: () => '2020-01-01' })).toEqual({ files: 0, refused: 0 });
    expect(await at.engine.purgeMessages({ keepFrom })).toEqual({ files: 2, refused: 0 });
    const left = await at.paths('messages/');
    expect(await at.paths('dismissed/')).toEqual([]);
    expect(left).toHaveLength(2);
    expect(left.join()).toContain(open.id);
    expect(left.join()).not.toContain(taken.id);
  });
});

describe('what previews found', () => {
  const run = '20260301T120000-0123456789abcdef';
  const other = '20260301T120000-fedcba9876543210';

  it('goes with the run, and when its preview has ended', async () => {
    const at = installation();
    const { digest } = await at.engine.startPreview(at.feature);
    for (const path of [
      `${digest}/runs/${run}.differs`,
      `${digest}/documents/${run}/a.b`,
      `${digest}/runs/${other}.same`,
    ])
      await at.store.create(`previews/${path}`, Buffer.from('{}'));
    await at.store.create(`previews/${'f'.repeat(64)}/runs/${other}.differs`, Buffer.from('{}'));
    const isGone = async (which: string) => which === run;
    expect(await at.engine.purgePreviews(isGone, true)).toEqual({ files: 3, refused: 0 });
    expect(await at.engine.purgePreviews(isGone)).toEqual({ files: 3, refused: 0 });
    expect(await at.paths('previews/')).toEqual([`previews/${digest}/runs/${other}.same`]);
  });
});

describe('tries to tell a webhook', () => {
  it('go when the change has been told', async () => {
    const { store, clock, paths } = installation();
    const change = { run: '20260301T120000-0123456789abcdef', revision: 4 };
    await announce(store, clock, change);
    for (const name of [`${change.run}.000004`, `${change.run}.000003`])
      await store.create(`tellings/${name}/erp.01`, Buffer.from(clock.now().toISOString()));
    expect(await purgeTellings(store, true)).toEqual({ files: 1, refused: 0 });
    expect(await purgeTellings(store)).toEqual({ files: 1, refused: 0 });
    expect(await paths('tellings/')).toEqual([`tellings/${change.run}.000004/erp.01`]);
  });
});
