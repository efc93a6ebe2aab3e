import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import { selectPipeline } from '../../../engine/select/index.ts';
import { Authority, testClock, testFeature, testPorts } from './world.ts';

function world() {
  const clock = testClock();
  const authority = new Authority('detects-duplicates', () => clock.now().getTime());
  const older = testFeature({});
  const newer = { ...testFeature({}), version: '2.0.0', digest: 'f'.repeat(64) };
  const ports = { ...testPorts(older, authority, clock), compile: () => newer };
  return { older, newer, engine: createEngine(ports), other: createEngine(ports) };
}

describe('deployments', () => {
  it('of two versions, each is for what is dated in its time', async () => {
    const { engine, older, newer } = world();
    await engine.deploy(older, '2026-01-01');
    await engine.deploy(newer, '2026-07-01');
    const versionOn = async (issueDate: string) => {
      const { selected } = selectPipeline(await engine.deployed(), { country: 'XX' }, { issueDate });
      return selected?.feature.version;
    };
    const all = (await engine.deployments()).map(({ version, from }) => [version, from]);
    expect(all).toEqual([
      ['2.0.0', '2026-07-01'],
      [older.version, '2026-01-01'],
    ]);
    expect(await versionOn('2026-06-30')).toBe(older.version);
    expect(await versionOn('2026-07-01')).toBe('2.0.0');
    expect(await versionOn('2025-12-31')).toBeUndefined();
  });

  it('are taken up by engines that run already, and taken back', async () => {
    const { engine, other, newer } = world();
    await engine.deploy(newer, '2026-01-01');
    expect((await other.deployed()).map(({ version }) => version)).toEqual(['2.0.0']);
    await engine.deploy(newer, '2026-02-01');
    expect(await other.deployments()).toMatchObject([{ from: '2026-02-01' }]);
    await engine.undeploy(newer.id, '2.0.0');
    expect(await other.deployed()).toEqual([]);
    await expect(engine.undeploy(newer.id, '2.0.0')).rejects.toMatchObject({ code: 'DEPLOYMENT_UNKNOWN' });
  });

  it('that are made at the same time are all there', async () => {
    const { engine, other, older, newer } = world();
    await Promise.all([engine.deploy(older, '2026-01-01'), other.deploy(newer, '2026-01-01')]);
    expect(await engine.deployments()).toHaveLength(2);
  });
});
