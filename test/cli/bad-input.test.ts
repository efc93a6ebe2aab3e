import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actions } from '../../actions/index.ts';
import { type FeatureFiles, formatProblem, loadFeature, readFeatureFolder } from '../../engine/index.ts';
import { ownFeatures } from '../../platform/environment/index.ts';
import { hasArtefacts } from '../shared.ts';
import { badData } from './bad-input/business-data.ts';
import { badFeatures } from './bad-input/features.ts';
import { badMaterial } from './bad-input/material.ts';
import { badAnswers } from './bad-input/pac-answers.ts';
import { badMappings } from './bad-input/refused-by-xsd.ts';
import { closeWorld, filesBelow, leaks, openWorld, sample, submit, type World } from './bad-input/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => closeWorld(world));

let numbers = 0;
const fresh = () => JSON.stringify({ ...sample(), number: `B${++numbers}` });
/** The files of the Mexican feature, one of them changed in one place. */
async function changedFiles(file: string, [written, instead]: readonly [string, string]): Promise<FeatureFiles> {
  const { files } = await readFeatureFolder(`${ownFeatures}/mx/cfdi`);
  const text = files[file] ?? '';
  expect(text).toContain(written);
  return { ...files, [file]: text.replace(written, () => instead) };
}

const show = (...x: unknown[]) => process.env.SHOW && console.log(...x);

describe('bad business data', () => {
  it.each(badData.map((each) => [each.what, each] as const))('%s', async (_, { data, exit, says }) => {
    const happened = await submit(world, { data });
    const said = happened.problems.map(
      ({ code, path, place }) => `${code}${path ? ` ${path}` : place ? ` ${place.line}:${place.column}` : ''}`,
    );
    expect(said).toEqual(expect.arrayContaining([...says]));
    expect(happened.exit).toBe(exit);
    expect(happened.requests).toBe(0);
  });
});

describe('a feature that is broken', () => {
  it.each(badFeatures.map((each) => [each.what, each] as const))('%s', async (_, { file, change, code, at, says }) => {
    const files = await changedFiles(file, change);
    const t = performance.now();
    const { feature, problems } = await loadFeature(files, { actions });
    const text = files[file] ?? '';
    show(`${_} ${(performance.now() - t).toFixed()}ms\n${problems.map(formatProblem).join('\n').slice(0, 1600)}`);
    const before = text.slice(0, text.indexOf(at));
    const place = `${file}:${before.split('\n').length}:${before.length - before.lastIndexOf('\n')}`;
    const said = problems.map((each) => `${each.code} ${each.place?.file}:${each.place?.line}:${each.place?.column}`);
    expect(feature).toBeUndefined();
    expect(said).toContain(`${code} ${place}`);
    const found = problems[said.indexOf(`${code} ${place}`)];
    expect(`${found?.message} ${found?.hint}`).toContain(says ?? '');
  });
});

describe.skipIf(!hasArtefacts)('a mapping that makes XML the XSD refuses (needs the artefacts)', () => {
  it.each(badMappings.map((each) => [each.what, each] as const))('%s', async (_, { change }) => {
    const { feature } = await loadFeature(await changedFiles('mappings/comprobante.yaml', change), { actions });
    const happened = await submit(world, { data: fresh(), ...(feature ? { feature } : {}) });
    show(
      `${_} [${happened.exit}] ${happened.report?.state} \n${happened.problems.map(formatProblem).join('\n').slice(0, 1600)}`,
    );
    expect(feature).toBeDefined();
    expect(happened).toMatchObject({ exit: 1, requests: 0, report: { state: 'failed' } });
    const said = new Set(happened.problems.map(({ code, step }) => `${step} ${code}`));
    expect([...said]).toEqual(['checked XSD_INVALID']);
  });
});

describe('a vault that does not hold what it should', () => {
  it.each(badMaterial.map((each) => [each.what, each] as const))('%s', async (_, { vault, code }) => {
    const happened = await submit(world, { data: fresh(), vault });
    show(
      `${_} [${happened.exit}] ${happened.report?.state} \n${happened.problems.map(formatProblem).join('\n').slice(0, 1600)}`,
    );
    expect(happened.problems.map((each) => each.code)).toContain(code);
    expect(happened).toMatchObject({ exit: 3, requests: 0, report: { state: 'held' } });
    expect(filesBelow(`${happened.folder}/store/runs`).length).toBeGreaterThan(3);
  });
});

describe('an answer of the PAC that proves nothing', () => {
  it.each(badAnswers.map((each) => [each.fault, each] as const))('%s', async (_, { fault, stamps, says }) => {
    const t = performance.now();
    const happened = await submit(world, { data: fresh(), fault: { fault, on: 'both' } });
    show(
      `${_} [${happened.exit}] ${happened.report?.state} ${happened.report?.outcome} r${happened.requests} s${happened.stamps} ${(performance.now() - t).toFixed()}ms\n${happened.problems.map(formatProblem).join('\n').slice(0, 1600)}`,
    );
    const again = await happened.resume();
    show(
      `   again [${again.exit}] ${again.report?.state} ${again.report?.outcome} r${again.requests} s${again.stamps}\n${again.problems.map(formatProblem).join('\n').slice(0, 1600)}`,
    );
    expect(happened).toMatchObject({ exit: 3, stamps, report: { state: 'held', outcome: 'unknown' } });
    expect(happened.problems[0]?.message).toMatch(says);
    expect(again).toMatchObject({ exit: 0, stamps: 1 - stamps, report: { state: 'completed', outcome: 'accepted' } });
  });
});

describe('what a run leaves', () => {
  it('an error of ours holds the run, shows no stack, and is gone on from', async () => {
    const vault = {
      secret: async () => '',
      signer: () => Promise.reject(new TypeError('something of ours')),
      clientIdentity: () => Promise.reject(new TypeError('something of ours')),
    };
    const happened = await submit(world, { data: fresh(), ports: { vault } });
    expect(happened).toMatchObject({ exit: 3, requests: 0, problems: [{ code: 'INTERNAL', step: 'sealed' }] });
    expect(happened.problems.map(formatProblem).join('\n')).not.toMatch(/\n\s+at /);
    expect(await happened.resume()).toMatchObject({ exit: 0, stamps: 1 });
  });

  it('no secret in any file of any store', () => {
    expect(filesBelow(world.folder).filter(({ path }) => path.includes('/store/')).length).toBeGreaterThan(200);
    expect(leaks(world)).toEqual([]);
  });
});
