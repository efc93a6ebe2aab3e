import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actions } from '../../actions/index.ts';
import { formatProblem, loadFeature, readFeatureFolder } from '../../engine/index.ts';
import { ownFeatures } from '../../platform/environment/index.ts';
import { badData } from './bad-input/business-data.ts';
import { badFeatures } from './bad-input/features.ts';
import { badMaterial } from './bad-input/material.ts';
import { badAnswers } from './bad-input/pac-answers.ts';
import { closeWorld, filesBelow, openWorld, sample, submit, type World } from './bad-input/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => closeWorld(world));

let numbers = 0;
const fresh = () => JSON.stringify({ ...sample(), number: `B${++numbers}` });
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
    const { files } = await readFeatureFolder(`${ownFeatures}/mx/cfdi`);
    const text = (files[file] ?? '').replace(change[0], () => change[1]);
    expect(text).not.toBe(files[file]);
    const t = performance.now();
    const { feature, problems } = await loadFeature({ ...files, [file]: text }, { actions });
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
