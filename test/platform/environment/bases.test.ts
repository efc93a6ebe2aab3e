import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { loadFeature } from '../../../engine/index.ts';
import { findBases, ownFeatures } from '../../../platform/environment/index.ts';
import { actions } from '../../engine/load/actions.ts';

const home = mkdtempSync(join(tmpdir(), 'timbre-bases-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

function put(path: string, text = ''): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), text);
}

const base = (version: string, step = 'seen') => `feature: xx/base
title: Base
version: ${version}
effective: { from: 2024-01-01, by: issueDate }
pipelines:
  issue:
    applies: { country: XX }
    input: input.schema.json
    steps:
      - id: ${step}
        uses: look
`;
const overlay = (range: string) => `feature: acme/over
title: Over
version: 1.0.0
extends: xx/base@${range}
pipelines:
  issue:
    change: true
    steps:
      - after: seen
        id: seenAgain
        uses: look
`;
const input = '{ "$ref": "urn:timbre:invoice:1", "unevaluatedProperties": false }';

const load = (roots: readonly string[] = []) =>
  loadFeature(join(home, 'features/acme/over'), {
    actions,
    find: async (name, from) => findBases(name, from, roots),
  });

beforeEach(() => {
  rmSync(home, { recursive: true, force: true });
  for (const [folder, version, step] of [
    ['features/xx/base', '1.0.0', 'seen'],
    ['features/xx/base@1.1.0', '1.1.0', 'seen'],
    ['features/xx/base@2.0.0', '2.0.0', 'looked'],
    ['elsewhere/xx/base', '1.4.0', 'seen'],
  ] as const) {
    put(`${folder}/feature.yaml`, base(version, step));
    put(`${folder}/input.schema.json`, input);
  }
});

describe('the base of an overlay', () => {
  it('is looked for above the overlay, in the given folders of features, and among those of Timbre', () => {
    const from = join(home, 'features/acme/over');
    const found = findBases('xx/base', from, [join(home, 'elsewhere')]).map((folder) => relative(home, folder));
    expect(found.sort()).toEqual([
      'elsewhere/xx/base',
      'features/xx/base',
      'features/xx/base@1.1.0',
      'features/xx/base@2.0.0',
    ]);
    expect(findBases('mx/cfdi', from)).toEqual([join(ownFeatures, 'mx/cfdi')]);
    expect(findBases('mx/nothing', from)).toEqual([]);
  });

  it.each([
    ['^1.0', [], '1.1.0'],
    ['^1.0', ['elsewhere'], '1.4.0'],
    ['~1.0', ['elsewhere'], '1.0.0'],
    ['1.0.0', [], '1.0.0'],
    ['>=1.0.0 <1.4', ['elsewhere'], '1.1.0'],
  ])('%s, with %j: the highest version that fits, %s', async (range, roots, version) => {
    put('features/acme/over/feature.yaml', overlay(range));
    const { feature, problems } = await load(roots.map((root) => join(home, root)));
    expect(problems).toEqual([]);
    expect(feature?.files['.base/feature.yaml']).toContain(`version: ${version}`);
  });

  it('of a version that fits the range but not the overlay: both places', async () => {
    put('features/acme/over/feature.yaml', overlay('^2.0'));
    const { problems } = await load();
    expect(problems.map(({ code, place }) => `${code} ${place?.file}:${place?.line}`)).toEqual([
      'OVERLAY_COLLISION feature.yaml:9',
    ]);
    expect(problems[0]?.related).toMatchObject({ file: '../../xx/base@2.0.0/feature.yaml', line: 9 });
  });

  it('of no version that fits: the one there is is named', async () => {
    put('features/acme/over/feature.yaml', overlay('^3.0'));
    const { problems } = await load();
    expect(problems.map(({ code }) => code)).toEqual(['OVERLAY_VERSION']);
    expect(problems[0]?.message).toContain('2.0.0');
  });
});
