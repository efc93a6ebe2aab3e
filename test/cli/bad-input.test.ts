import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actions } from '../../actions/index.ts';
import { type FeatureFiles, formatProblem, loadFeature, readFeatureFolder } from '../../engine/index.ts';
import { ownFeatures } from '../../platform/environment/index.ts';
import { hasArtefacts } from '../shared.ts';
import { type BadData, badCodes, badData } from './bad-input/business-data.ts';
import { badFeatures } from './bad-input/features.ts';
import { badMaterial } from './bad-input/material.ts';
import { badAnswers } from './bad-input/pac-answers.ts';
import { badMappings } from './bad-input/refused-by-xsd.ts';
import { closeWorld, filesBelow, leaks, openWorld, sample, submit, type World } from './bad-input/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 60_000);
afterAll(() => closeWorld(world));

let numbers = 0;
const fresh = () => JSON.stringify({ ...sample(), number: `B${++numbers}` });

/** Every entry of the journals below a folder, as text. */
const journal = (folder: string): string[] =>
  filesBelow(`${folder}/store/runs`)
    .filter(({ path }) => path.includes('/journal/'))
    .map(({ bytes }) => bytes.toString('utf8'));

/** The files of the Mexican feature, one of them changed in one place. */
async function changedFiles(file: string, [written, instead]: readonly [string, string]): Promise<FeatureFiles> {
  const { files } = await readFeatureFolder(`${ownFeatures}/mx/cfdi`);
  const text = files[file] ?? '';
  expect(text).toContain(written);
  return { ...files, [file]: text.replace(written, () => instead) };
}

async function isTold({ data, exit, says }: BadData): Promise<void> {
  const happened = await submit(world, { data });
  const said = happened.problems.map(
    ({ code, path, place }) => `${code}${path ? ` ${path}` : place ? ` ${place.line}:${place.column}` : ''}`,
  );
  expect(said).toEqual(expect.arrayContaining([...says]));
  expect(happened).toMatchObject({ exit, requests: 0 });
  expect(happened.problems.map(formatProblem).join('\n').length).toBeLessThan(4_000);
  // What was wrong before there was a run leaves none; what a run found is in its record.
  expect(journal(happened.folder).length > 0).toBe(exit === 1);
}

describe('bad business data: the code, where, and nothing is sent', () => {
  it.for(badData)('$what', (each) => isTold(each));
});

describe.skipIf(!hasArtefacts)('codes that SAT does not know (needs the artefacts)', () => {
  it.for(badCodes)('$what', (each) => isTold(each));
});

describe('a feature that is broken: file, line and column', () => {
  it.for(badFeatures)('$what', async ({ file, change, code, at, says = '' }) => {
    const files = await changedFiles(file, change);
    const { feature, problems } = await loadFeature(files, { actions });
    const before = files[file]?.slice(0, files[file]?.indexOf(at)) ?? '';
    const place = `${file}:${before.split('\n').length}:${before.length - before.lastIndexOf('\n')}`;
    const said = problems.map((each) => `${each.code} ${each.place?.file}:${each.place?.line}:${each.place?.column}`);
    expect(feature).toBeUndefined();
    expect(said).toContain(`${code} ${place}`);
    expect(problems.length).toBeLessThan(10);
    const found = problems[said.indexOf(`${code} ${place}`)];
    expect(`${found?.message} ${found?.hint}`).toContain(says);
  });
});

describe.skipIf(!hasArtefacts)('a mapping that makes XML the XSD refuses (needs the artefacts)', () => {
  it.for(badMappings)('$what', async ({ change }) => {
    const { feature } = await loadFeature(await changedFiles('mappings/comprobante.yaml', change), { actions });
    expect(feature).toBeDefined();
    const happened = await submit(world, { data: fresh(), ...(feature ? { feature } : {}) });
    expect(happened).toMatchObject({ exit: 1, requests: 0, report: { state: 'failed' } });
    expect([...new Set(happened.problems.map(({ code, step }) => `${step} ${code}`))]).toEqual(['checked XSD_INVALID']);
  });
});

describe('a vault that does not hold what it should: held before anything is sent', () => {
  it.for(badMaterial)('$what', async ({ vault, code }) => {
    const happened = await submit(world, { data: fresh(), vault });
    expect(happened.problems.map((each) => each.code)).toContain(code);
    expect(happened).toMatchObject({ exit: 3, requests: 0, report: { state: 'held', outcome: null } });
    expect(journal(happened.folder).some((entry) => entry.includes(code))).toBe(true);
    expect(await happened.resume({ vault: world.rightVault })).toMatchObject({ exit: 0, stamps: 1 });
  });
});

describe('an answer of the PAC that proves nothing: held after asking, one stamp once the PAC is well', () => {
  it.for(badAnswers)('$fault', async ({ fault, stamps, says }) => {
    const happened = await submit(world, { data: fresh(), fault: { fault, on: 'both' } });
    expect(happened).toMatchObject({ exit: 3, stamps, report: { state: 'held', outcome: 'unknown' } });
    expect(happened.requests).toBeGreaterThan(1);
    expect(happened.problems[0]?.message).toMatch(says);
    const entries = journal(happened.folder);
    expect(entries.filter((entry) => entry.includes('"type":"answered"')).length).toBe(1);
    expect(entries.some((entry) => entry.includes('"type":"held"') && says.test(entry))).toBe(true);
    expect(entries.some((entry) => /"outcome":"(refused|accepted)"/.test(entry))).toBe(false);
    expect(await happened.resume()).toMatchObject({
      exit: 0,
      stamps: 1 - stamps,
      report: { state: 'completed', outcome: 'accepted' },
    });
  });
});

describe('whatever goes wrong', () => {
  it('an error of ours holds the run, shows no stack, and is gone on from', async () => {
    const broken = () => Promise.reject(new TypeError('something of ours'));
    const vault = { secret: broken, signer: broken, clientIdentity: broken };
    const happened = await submit(world, { data: fresh(), ports: { vault } });
    expect(happened).toMatchObject({ exit: 3, requests: 0, problems: [{ code: 'INTERNAL', step: 'sealed' }] });
    expect([...journal(happened.folder), ...happened.problems.map(formatProblem)].join('\n')).not.toMatch(
      /\bat .*:\d+:\d+/,
    );
    expect(await happened.resume()).toMatchObject({ exit: 0, stamps: 1 });
  });

  it('no secret is in any file of any store', () => {
    expect(filesBelow(world.folder).filter(({ path }) => path.includes('/store/')).length).toBeGreaterThan(200);
    expect(leaks(world)).toEqual([]);
  });
});
