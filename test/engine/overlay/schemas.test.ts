import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createAjv } from '../../../engine/schema/index.ts';
import changesSchema from '../../../schemas/changes.schema.json' with { type: 'json' };
import featureBase from '../../../schemas/feature.base.json' with { type: 'json' };
import overlayBase from '../../../schemas/overlay.base.json' with { type: 'json' };
import overlaySchema from '../../../schemas/overlay.schema.json' with { type: 'json' };
import rules from '../../../schemas/rules.schema.json' with { type: 'json' };
import steps from '../../../schemas/steps.base.json' with { type: 'json' };
import { blocksOf } from '../../docs/pages.ts';
import { root } from './fixtures.ts';

const overlay = createAjv([]).compile(overlaySchema);
const changes = createAjv([]).compile(changesSchema);

const customer = readdirSync(`${root}customer`, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml') && !path.startsWith('cases'))
  .map((path) => ({ file: path, text: readFileSync(`${root}customer/${path}`, 'utf8') }));

const files = [...customer, ...blocksOf('docs/overlays.md')].flatMap(({ file, text }) =>
  file?.endsWith('.yaml') && /^extends:/m.test(text) ? [{ file, data: parse(text) as unknown }] : [],
);

describe('what an editor completes and checks overlays with', () => {
  it.each(files)('takes $file', ({ file, data }) => {
    const validate = file === 'feature.yaml' ? overlay : changes;
    validate(data);
    expect(validate.errors ?? []).toEqual([]);
  });

  const feature = (more: object) => ({ feature: 'a/b', title: 'a', version: '1.0.0', extends: 'c/d@^1.0', ...more });
  const steps = (...list: object[]) => feature({ pipelines: { issue: { change: true, steps: list } } });

  it.each([
    ['a word that is none', steps({ befor: 'a', id: 'b', uses: 'digest' })],
    ['an action that is none', steps({ before: 'a', id: 'b', uses: 'transfrom' })],
    ['a parameter that is none', steps({ before: 'a', id: 'b', uses: 'digest', with: { algoritm: 'sha256' } })],
    ['a setting of no type', feature({ settings: { a: { type: 'text' } } })],
  ])('refuses %s', (_, data) => {
    expect(overlay(data)).toBe(false);
  });

  it('takes parts of the parameters in a change', () => {
    expect(overlay(steps({ change: 'a', with: { encoding: 'base64' } }))).toBe(true);
  });
});

describe('what a feature can say, an overlay can say', () => {
  const { pipelines } = featureBase.properties;
  const { settings, secrets } = steps.$defs;
  const over = overlayBase.properties;

  it.each([
    ['settings', settings.additionalProperties.properties, over.settings.additionalProperties.properties],
    ['secrets', secrets.additionalProperties.properties, over.secrets.additionalProperties.properties],
    ['pipelines', pipelines.additionalProperties.properties, over.pipelines.additionalProperties.properties],
    ['feature.yaml', featureBase.properties, over],
    ['steps', steps.$defs.step.properties, overlayBase.$defs.step.properties],
    ['rules', rules.$defs.rule.properties, changesSchema.$defs.rule.properties],
  ])('%s', (_, base, overlaid) => {
    expect(Object.keys(overlaid)).toEqual(expect.arrayContaining(Object.keys(base)));
  });
});
