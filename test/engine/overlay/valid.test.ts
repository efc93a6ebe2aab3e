import { describe, expect, it } from 'vitest';
import { compileFeature, type Feature, originOf, storyOf } from '../../../engine/index.ts';
import { readFeatureFolder } from '../../../engine/load.ts';
import { openFiles } from '../../../engine/overlay/index.ts';
import { actions } from '../load/actions.ts';
import { load, loaded, root } from './fixtures.ts';

const acme = `${root}acme/forms`;
const branch = `${root}acme/forms-branch`;

const ids = (feature: Feature, pipeline = 'issue') => feature.pipelines[pipeline]?.steps.map(({ id }) => id);

/** A file of the resulting feature. */
const dataOf = ({ files }: Feature, path: string): unknown => {
  const data = openFiles(files).read(path).file?.data;
  return JSON.parse(JSON.stringify(data ?? null));
};

describe('an overlay that does one of everything', () => {
  it.each([acme, branch])('loads without a problem: %s', async (folder) => {
    expect((await load(folder)).problems).toEqual([]);
  });

  it('has the steps, settings, secrets and artefacts of both', async () => {
    const feature = await loaded(acme);
    expect(feature).toMatchObject({ id: 'acme/forms', version: '2.0.0', effective: { from: '2024-01-01' } });
    expect(ids(feature)).toEqual(['checked', 'seen', 'seenAgain', 'form', 'sealed', 'posted', 'note']);
    expect(ids(feature, 'ask')).toEqual(['asked']);
    expect(feature.settings).toMatchObject({
      url: { default: 'https://post.acme.example', summary: 'Where the offices are' },
      office: { schema: { enum: ['north', 'south'] }, default: 'south' },
      colour: { default: 'red' },
    });
    expect(feature.secrets).toMatchObject({ stamp: { summary: "Acme's own" }, password: { kind: 'secret' } });
    expect(Object.keys(feature.artefacts)).toEqual(['form.xsd', 'acme.xsd']);
    expect(feature.pipelines.issue?.applies).toMatchObject({ legalEntity: ['ACME'], country: ['XX'] });
    expect(feature.pipelines.issue?.identity).toHaveLength(2);
  });

  it('changes rules by id and branches of a mapping by path, in order', async () => {
    const feature = await loaded(acme);
    expect(dataOf(feature, 'forms/rules.yaml')).toMatchObject({
      rules: [{ id: 'ACME-SERIES' }, { id: 'XX-NUMBER', severity: 'error', message: 'The number is missing.' }],
    });
    const form = dataOf(feature, 'forms/form.yaml') as { document: { 'f:Form': object } };
    expect(form).toMatchObject({
      namespaces: { f: 'urn:xx:form', a: 'urn:acme' },
      codes: { type: { invoice: 'I', 'credit-note': 'C', 'debit-note': 'D' } },
    });
    expect(form.document['f:Form']).toEqual({
      '@number': '=invoice.number',
      'f:Seller': { '@name': '=invoice.seller.tradingName' },
      'f:Buyer': { '@name': '=invoice.buyer.name' },
    });
    expect(Object.keys(form.document['f:Form'])).toEqual(['@number', 'f:Seller', 'f:Buyer']);
  });

  it('adds to the root of a file', async () => {
    const schema = dataOf(await loaded(acme), 'input.schema.json') as object;
    expect(schema).toMatchObject({ title: 'Letter', description: 'Of Acme', required: ['issueDate'] });
    expect(Object.keys(schema).slice(1, 3)).toEqual(['title', 'description']);
  });

  it('derives a connector from the one of its base, and leaves that as it is', async () => {
    const feature = await loaded(acme);
    const sent = (path: string) => (dataOf(feature, path) as ConnectorData).operations.post.steps[0]?.with;
    expect(sent('connectors/south.yaml')).toEqual({ url: '=settings.url + "/south"', values: ['receipt'] });
    expect(sent('connectors/north.yaml')).toMatchObject({ url: '=settings.url + "/north"', timeout: '20s' });
  });

  it('may be laid over an overlay', async () => {
    const feature = await loaded(branch);
    expect(ids(feature)).toEqual(['checked', 'seen', 'form', 'sealed', 'posted', 'seenPosted', 'note']);
    expect(Object.keys(feature.pipelines)).toEqual(['issue']);
    expect(feature.settings.colour?.default).toBe('blue');
    expect(feature.settings.url?.default).toBe('https://post.acme.example');
  });
});

interface ConnectorData {
  readonly operations: { readonly post: { readonly steps: readonly { readonly with: unknown }[] } };
}

describe('what comes from where', () => {
  it('is known of every part', async () => {
    const feature = await loaded(branch);
    const from = feature.pipelines.issue?.steps.map(({ id, at }) => {
      const origin = originOf(at);
      return `${id} ${origin?.layer.feature} ${origin?.place.file}:${origin?.place.line}`;
    });
    expect(from).toEqual([
      'checked xx/forms ../../xx/forms/feature.yaml:21',
      'seen acme/forms ../forms/feature.yaml:20',
      'form xx/forms ../../xx/forms/feature.yaml:24',
      'sealed acme/forms ../forms/feature.yaml:29',
      'posted xx/forms ../../xx/forms/feature.yaml:32',
      'seenPosted acme/forms-branch feature.yaml:14',
      'note acme/forms ../forms/feature.yaml:33',
    ]);
  });

  it('is told as a list of changes', async () => {
    const { layers, changes } = storyOf(await loaded(branch));
    expect(layers.map(({ feature, version }) => `${feature} ${version}`)).toEqual([
      'acme/forms-branch 1.0.0',
      'acme/forms 2.0.0',
      'xx/forms 1.2.0',
    ]);
    const told = changes
      .filter(({ by }) => by.feature === 'acme/forms-branch')
      .map(({ kind, file, path, base }) => [kind, file, path.join('/'), base?.layer.feature ?? '']);
    expect(told).toEqual([
      ['replaced', 'feature.yaml', 'settings/colour/default', 'acme/forms'],
      ['replaced', 'feature.yaml', 'pipelines/issue/applies/legalEntity', 'acme/forms'],
      ['removed', 'feature.yaml', 'pipelines/issue/steps/seenAgain', 'acme/forms'],
      ['added', 'feature.yaml', 'pipelines/issue/steps/seenPosted', ''],
      ['removed', 'feature.yaml', 'pipelines/ask', 'acme/forms'],
    ]);
  });

  it('is one layer and nothing else of a feature that extends nothing', async () => {
    const { layers, changes } = storyOf(await loaded(`${root}xx/forms`));
    expect({ layers, changes }).toEqual({ layers: [{ feature: 'xx/forms', version: '1.2.0' }], changes: [] });
  });
});

describe('what a run is pinned to', () => {
  it('holds the bases, and is the same feature without any folder', async () => {
    const feature = await loaded(branch);
    const again = compileFeature(JSON.parse(JSON.stringify(feature.files)), { actions });
    expect(again.problems).toEqual([]);
    expect(again.feature?.digest).toBe(feature.digest);
    expect(again.feature && ids(again.feature)).toEqual(ids(feature));
    const [first] = again.feature?.pipelines.issue?.steps ?? [];
    expect(first && originOf(first.at)?.place.file).toBe('xx/forms@1.2.0/feature.yaml');
  });

  it('changes with a base', async () => {
    const feature = await loaded(acme);
    const files = { ...feature.files, '.base/forms/form.yaml': `${feature.files['.base/forms/form.yaml']}\n` };
    expect(compileFeature(files, { actions }).feature?.digest).not.toBe(feature.digest);
  });

  it('without its base is no feature', async () => {
    const { files } = await readFeatureFolder(acme);
    expect(compileFeature(files, { actions }).problems.map(({ code }) => code)).toEqual(['OVERLAY_BASE_MISSING']);
  });
});
