import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { digestOf } from '../../../engine/digest.ts';
import type { ActionStep, ConnectorStep, Feature } from '../../../engine/feature.ts';
import { readFeatureFolder } from '../../../engine/load.ts';
import { needsOf } from '../../../engine/needs.ts';
import { letters, lettersWith, load } from './fixtures.ts';

async function loadLetters(): Promise<Feature> {
  const { feature, problems } = await load(letters);
  expect(problems).toEqual([]);
  if (!feature) throw new Error('the feature did not load');
  return feature;
}

describe('a valid feature', () => {
  it('has its settings, secrets, pins and dates', async () => {
    const feature = await loadLetters();
    expect(feature).toMatchObject({
      id: 'xx/letters',
      version: '1.2.0',
      effective: { from: '2024-01-01', until: '2027-01-01', by: 'issueDate' },
      settings: { office: { default: 'north', schema: { type: 'string', enum: ['north', 'south'] } } },
      secrets: { stamp: { kind: 'certificate' }, password: { kind: 'secret' } },
      artefacts: { 'letter.xsd': { files: [{ address: 'https://post.example/letter.xsd' }] } },
    });
    expect(Object.keys(feature.files)).not.toContain('README.md');
    expect(Object.keys(feature.files).filter((path) => path.startsWith('cases'))).toEqual([]);
  });

  it('has pipelines whose steps are wired', async () => {
    const { pipelines } = await loadLetters();
    const issue = pipelines.issue;
    expect(issue?.steps.map(({ id, in: wired }) => [id, wired])).toEqual([
      ['letter', {}],
      ['sealed', { document: { step: 'letter', document: 'document' } }],
      ['posted', { document: { step: 'sealed', document: 'document' } }],
      ['note', {}],
    ]);
    expect(issue?.applies).toEqual({ country: ['XX'], documentType: ['invoice', 'credit-note'] });
    expect(issue?.defaults.country?.evaluate({})).toBe('XX');
    expect(issue?.defaults.documentType?.evaluate({ invoice: { type: 'invoice' } })).toBe('invoice');
    const variables = { invoice: { seller: { taxId: 'A1' }, number: '7' } };
    expect(issue?.identity.map((part) => part.evaluate(variables))).toEqual(['A1', '-', '7']);
    expect(issue?.result.documents).toEqual({
      document: { step: 'posted', document: 'document' },
      note: { step: 'note', document: 'document' },
    });
    expect(issue?.steps[3]?.when?.evaluate({ steps: { posted: { receipt: 'R' } } })).toBe(true);
  });

  it('has each connector that the setting may name, and how its step is made safe', async () => {
    const { pipelines } = await loadLetters();
    const posted = pipelines.issue?.steps[2] as ConnectorStep;
    expect([posted.setting, Object.keys(posted.operations)]).toEqual(['office', ['north', 'south']]);
    const north = posted.operations.north;
    expect(north?.inputs.priority?.constant).toBe(2);
    const sent = north?.steps[0] as ActionStep;
    expect(sent.in).toEqual({ document: { input: 'document' } });
    expect(sent.outcomes?.rules.map(({ outcome }) => outcome)).toEqual([
      'accepted',
      'duplicate',
      'refused',
      'refused',
      'unavailable',
    ]);
    expect(sent.outcomes?.rules[2]?.codes?.['301']).toMatchObject({ outcome: 'refused', path: 'seller.taxId' });
    expect(sent.recover).toMatchObject({ settle: 60_000, startWithin: 5_000, every: 5_000, attempts: 5 });
    const asked = sent.recover?.ask[0] as ConnectorStep;
    expect([asked.setting, Object.keys(asked.operations)]).toEqual(['office', ['north']]);
    const status = pipelines.cancel?.steps[0] as ActionStep;
    expect(status.retry).toEqual({ attempts: 5, first: 200, factor: 3, longest: 60_000 });
    expect(status.poll).toMatchObject({ every: 300_000, deadline: 259_200_000 });
    expect([status.repeatSafe, status.in]).toEqual([true, { document: { input: 'input' } }]);
  });

  it('has the pace of a connector at each of its steps, and that of a step alone', async () => {
    const { files } = await readFeatureFolder(letters);
    const north = files['connectors/north.yaml'] ?? '';
    const paced = north.replace('operations:', 'pace: { rate: 90/min, concurrency: 4 }\noperations:');
    const paceIn = async (text: string) => {
      const { feature, problems } = await load(await lettersWith({ 'connectors/north.yaml': text }));
      expect(problems).toEqual([]);
      const posted = feature?.pipelines.issue?.steps[2] as ConnectorStep | undefined;
      const sent = posted?.operations.north?.steps[0] as ActionStep | undefined;
      return sent?.pace;
    };
    const rate = { count: 90, period: 60_000 };
    expect(await paceIn(north)).toBeUndefined();
    expect(await paceIn(paced)).toEqual({ name: 'north', per: 'authority', rate, concurrency: 4 });
    const own = paced.replace('        with:', '        pace: { rate: 5/s, per: legalEntity }\n        with:');
    expect(await paceIn(own)).toEqual({ name: 'north/sent', per: 'legalEntity', rate: { count: 5, period: 1_000 } });
  });

  it.each(['{}', '{ rate: fast }', '{ rate: 0/s }', '{ concurrency: 0 }', '{ rate: 5/s, per: street }'])(
    'a pace that is %s is refused',
    async (pace) => {
      const { files } = await readFeatureFolder(letters);
      const north = (files['connectors/north.yaml'] ?? '').replace('operations:', `pace: ${pace}\noperations:`);
      const { feature, problems } = await load(await lettersWith({ 'connectors/north.yaml': north }));
      expect(feature).toBeUndefined();
      expect(problems.map(({ code }) => code)).toEqual(['SCHEMA']);
    },
  );

  it('needs what the chosen connector needs, and nothing of the others', async () => {
    const feature = await loadLetters();
    const names = (given: object) => {
      const { settings, secrets } = needsOf(feature, { ...given });
      return [Object.keys(settings), Object.keys(secrets)];
    };
    const own = [
      ['office', 'url'],
      ['stamp', 'password'],
    ];
    expect(names({})).toEqual(own);
    expect(names({ office: 'north' })).toEqual(own);
    expect(names({ office: 'nowhere' })).toEqual(own);
    expect(names({ office: 'south' })).toEqual([
      ['office', 'url', 'counter'],
      ['stamp', 'password', 'key'],
    ]);
  });

  it('checks business data with JSON paths', async () => {
    const { pipelines } = await loadLetters();
    const found = pipelines.issue?.input.check({ nummer: '1', seller: {}, lines: [{ quantity: 'x' }] }) ?? [];
    const said = found.map(({ code, path }) => `${code} ${path}`);
    expect(said).toEqual(
      expect.arrayContaining([
        'INPUT_FIELD_MISSING number',
        'INPUT_FIELD_MISSING seller.taxId',
        'INPUT_FIELD_UNKNOWN nummer',
        'INPUT_SCHEMA lines[0].quantity',
      ]),
    );
    expect(found.find(({ path }) => path === 'nummer')?.hint).toContain('number');
    expect(said.filter((each) => each.endsWith('seller') || each.endsWith('lines'))).toEqual([]);
  });
});

describe('the digest', () => {
  it('is the same when the feature is built from the files of a run', async () => {
    const feature = await loadLetters();
    const again = await load(JSON.parse(JSON.stringify(feature.files)));
    expect(again.feature?.digest).toBe(feature.digest);
    const reversed = Object.fromEntries(Object.entries(feature.files).reverse());
    expect(digestOf(reversed, feature.artefacts)).toBe(feature.digest);
  });

  it('is another for any other file or pin, and not for a case, prose or line ends', async () => {
    const { digest } = await loadLetters();
    const changed = await load(await lettersWith({ 'forms/letter.yaml': 'greeting: Dear office\n' }));
    expect(changed.feature?.digest).not.toBe(digest);
    const pinned = await lettersWith({});
    expect(digestOf(pinned, {})).not.toBe(digest);
    const folder = await mkdtemp(join(tmpdir(), 'timbre-load-'));
    try {
      await cp(letters, folder, { recursive: true });
      await writeFile(join(folder, 'README.md'), '# Other words\n');
      await writeFile(join(folder, 'cases/one/case.yaml'), 'title: another\n');
      const form = join(folder, 'forms/letter.yaml');
      await writeFile(form, (await readFile(form, 'utf8')).replaceAll('\n', '\r\n'));
      expect((await load(folder)).feature?.digest).toBe(digest);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
