import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { compileFeature, type FeatureFiles, loadFeature } from '../../../engine/index.ts';
import { openFiles } from '../../../engine/overlay/index.ts';
import { findBases } from '../../../platform/environment/index.ts';
import { actions } from '../load/actions.ts';
import { loaded, root } from './fixtures.ts';

const base = (await loaded(`${root}xx/forms`)).files;
const below = Object.fromEntries(Object.entries(base).map(([path, text]) => [`.base/${path}`, text]));
const head = 'feature: acme/odd\ntitle: Odd\nversion: 1.0.0\n';
const over = (feature: string, more: FeatureFiles = {}): FeatureFiles => ({
  ...below,
  'feature.yaml': `${head}extends: xx/forms@^1.0\n${feature}`,
  ...more,
});

describe('whatever an author writes', () => {
  it.each([
    ['feature.yaml', 'settings: []'],
    ['feature.yaml', 'settings: { url: 7 }'],
    ['feature.yaml', 'settings: { url: { change: 1 } }'],
    ['feature.yaml', 'settings: { url: { change: true, replace: true } }'],
    ['feature.yaml', 'pipelines: 7'],
    ['feature.yaml', 'pipelines: { issue: { change: true, steps: [7, null, [], {}] } }'],
    ['feature.yaml', 'pipelines: { issue: { change: true, steps: [{ remove: 7 }] } }'],
    ['feature.yaml', 'pipelines: { issue: { change: true, steps: { add: [] } } }'],
    ['feature.yaml', 'pipelines: { issue: { change: true, steps: null } }'],
    ['feature.yaml', 'pipelines: { issue: { change: true, input: [] } }'],
    ['feature.yaml', 'pipelines: { issue: { remove: true } }'],
    ['feature.yaml', 'replaces: feature.yaml'],
    ['feature.yaml', 'extends: xx/forms@^1.0'],
    ['forms/form.yaml', 'changes: 7'],
    ['forms/form.yaml', 'changes: [7, null, {}]'],
    ['forms/form.yaml', 'changes: [{ at: "", remove: true }]'],
    ['forms/form.yaml', 'changes: [{ at: "/", remove: true }]'],
    ['forms/form.yaml', 'changes: [{ at: "//", add: {} }]'],
    ['forms/form.yaml', 'changes: [{ at: f:Form/__proto__, add: { a: b } }]'],
    ['forms/form.yaml', 'changes: [{ at: f:Form, add: [1] }]'],
    ['forms/form.yaml', 'codes: 7'],
    ['forms/rules.yaml', 'rules: {}'],
    ['forms/rules.yaml', 'rules: [{ change: 7 }, { remove: null }]'],
    ['artefacts.yaml', 'form.xsd: 7'],
    ['connectors/north.yaml', 'operations: { post: { change: true, steps: [{ change: sent, recover: 7 }] } }'],
  ])('%s: %s is a problem, never a fault', (path, text) => {
    const files = path === 'feature.yaml' ? over(text) : over('', { [path]: `extends: ${path}\n${text}` });
    const { feature, problems } = compileFeature(files, { actions });
    expect(feature).toBeUndefined();
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.map(({ code }) => code)).not.toContain('INTERNAL');
  });

  it.each(['7', '[]', 'null', 'xx/forms', '"@"', '{ feature: 7 }', '{ feature: xx/forms, version: 1.0 }'])(
    'extends: %s',
    (text) => {
      const { problems } = compileFeature({ ...below, 'feature.yaml': `${head}extends: ${text}\n` }, { actions });
      expect(problems.length).toBeGreaterThan(0);
    },
  );

  it('all collisions are said at once, each in its file', () => {
    const { problems } = compileFeature(
      over('settings: { url: { type: string }, none: { remove: true } }', {
        'forms/rules.yaml': 'extends: forms/rules.yaml\nrules: [{ remove: NONE }, { id: XX-SELLER }]\n',
        'forms/form.yaml': 'a: b\n',
      }),
      { actions },
    );
    expect(problems.map(({ code, place }) => `${code} ${place?.file}`).sort()).toEqual([
      'OVERLAY_COLLISION feature.yaml',
      'OVERLAY_COLLISION feature.yaml',
      'OVERLAY_COLLISION forms/form.yaml',
      'OVERLAY_COLLISION forms/rules.yaml',
      'OVERLAY_COLLISION forms/rules.yaml',
    ]);
  });
});

describe('files of any kind', () => {
  it('an input schema is changed by paths', () => {
    const files = over('', {
      'input.schema.json': JSON.stringify({
        extends: 'input.schema.json',
        changes: [{ at: '/properties', add: { buyer: { required: ['taxId'] } } }],
      }),
    });
    const { feature, problems } = compileFeature(files, { actions });
    expect(problems).toEqual([]);
    expect(feature?.pipelines.issue?.input.schema).toMatchObject({
      properties: { seller: { required: ['taxId'] }, buyer: { required: ['taxId'] } },
    });
  });

  it('a file that is said to replace takes the place of the base’s', () => {
    const files = over('replaces: [forms/form.yaml]\n', { 'forms/form.yaml': 'greeting: Dear authority\n' });
    const { feature, problems } = compileFeature(files, { actions });
    expect(problems).toEqual([]);
    expect(openFiles(files).changes.map(({ kind, file, path }) => [kind, file, path.length])).toEqual([
      ['replaced', 'forms/form.yaml', 0],
    ]);
    expect(feature && openFiles(feature.files).text('forms/form.yaml')).toBe('greeting: Dear authority\n');
  });

  it('what the overlay no longer uses of its base is no warning', () => {
    const { problems } = compileFeature(over('pipelines: { issue: { change: true, steps: [{ remove: checked }] } }'), {
      actions,
    });
    expect(problems).toEqual([]);
  });
});

describe('a base of which not every file is text', () => {
  const home = mkdtempSync(join(tmpdir(), 'timbre-overlay-'));
  afterAll(() => rmSync(home, { recursive: true }));

  it('is said with its place', async () => {
    for (const [path, text] of Object.entries(base)) {
      await mkdir(dirname(join(home, 'xx/forms', path)), { recursive: true });
      await writeFile(join(home, 'xx/forms', path), text);
    }
    await writeFile(join(home, 'xx/forms/logo.png'), Buffer.from([0x89, 0x50, 0xff]));
    await mkdir(join(home, 'acme/odd'), { recursive: true });
    await writeFile(join(home, 'acme/odd/feature.yaml'), over('')['feature.yaml'] ?? '');
    const find = async (name: string, from: string) => findBases(name, from);
    const { problems } = await loadFeature(join(home, 'acme/odd'), { actions, find });
    expect(problems.map(({ code, place }) => `${code} ${place?.file}`)).toEqual([
      'FILE_NOT_TEXT ../../xx/forms/logo.png',
    ]);
  });
});
