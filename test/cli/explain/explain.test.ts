import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { XmlDocument } from 'libxml2-wasm';
import { describe, expect, it } from 'vitest';
import { describePipeline, mermaidOf, type StepStory, tellPipeline } from '../../../cli/explain/index.ts';
import { span } from '../../../cli/explain/words.ts';
import { opening } from '../../../scripts/services/opened.ts';
import { inProcess } from '../in-process.ts';

const folderOf = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const overlay = 'test/fixtures/features/overlays/customer';

async function storyOf(path: string, name: string) {
  const feature = await opening(folderOf(path));
  const pipeline = feature.pipelines[name];
  if (!pipeline) throw new Error(`no pipeline ${name}`);
  return describePipeline(feature, pipeline, (file) => file);
}

const stepOf = (steps: readonly StepStory[], id: string): StepStory => {
  const step = steps.find((each) => each.id === id);
  if (!step) throw new Error(`no step ${id}`);
  return step;
};

describe('timbre explain', async () => {
  const story = await storyOf('features/mx/cfdi', 'issue');

  it('tells what a step reads, through the files it names, and what it leaves', () => {
    const sealed = stepOf(story.steps, 'sealed');
    expect(sealed).toMatchObject({ uses: 'sign', effect: 'secret', documents: { document: 'comprobante' } });
    expect(sealed.reads.secrets).toEqual(['csd']);
    expect(sealed.leaves.documents).toContain('text');
    expect(stepOf(story.steps, 'accounted').reads.invoice).toContain('totals.amountWithoutTax');
    expect(stepOf(story.steps, 'qr').reads.values).toContain('steps.timbre.uuid');
  });

  it('unfolds connectors and what is asked, with outcomes and codes counted', () => {
    const stamped = stepOf(story.steps, 'stamped');
    expect(stamped).toMatchObject({ uses: 'pac/stamp', effect: 'external' });
    const sent = stepOf(stamped.connectors.finkok ?? [], 'sent');
    expect(sent.reads).toMatchObject({ secrets: ['pacPassword'], settings: ['pacUrl', 'pacUser'] });
    expect(sent.outcomes.map(({ outcome }) => outcome)).toEqual(['accepted', 'duplicate', 'refused', 'unavailable']);
    expect(sent.outcomes.find(({ outcome }) => outcome === 'refused')?.codes).toBeGreaterThan(5);
    expect(sent.ask.map(({ id }) => id)).toEqual(['asked']);
    expect(sent.words.join(' ')).toContain('said 60 s after the sending');
  });

  it('fits the table into 132 columns', () => {
    const lines = tellPipeline(story);
    expect(lines.filter((line) => line.length > 132)).toEqual([]);
    expect(lines.join('\n')).toMatch(/only when has\(steps\.asked\.uuid\)/);
  });

  it('draws Mermaid text in which every arrow leads to a node', () => {
    const text = mermaidOf(story);
    const nodes = new Set([...text.matchAll(/^ {2}(\w+)[[({]/gm)].map(([, node]) => node));
    const ends = [...text.matchAll(/^ {2}(\w+) -\.?->(?:\|[^|]*\|)? (\w+)$/gm)].flatMap(([, from, to]) => [from, to]);
    expect(ends.length).toBeGreaterThan(15);
    expect(ends.filter((node) => !nodes.has(node))).toEqual([]);
  });

  it('draws a picture that is XML, with every step in it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'timbre-explain-'));
    try {
      const file = join(folder, 'issue.svg');
      expect((await inProcess(['explain', 'mx/cfdi/issue', '--diagram', file])).code).toBe(0);
      const svg = readFileSync(file, 'utf8');
      XmlDocument.fromString(svg).dispose();
      for (const { id } of story.steps) expect(svg).toContain(`>${id}<`);
      expect(svg).toContain('>asked when the outcome is unknown or duplicate, every 5 s, 5 times at most');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('tells what of an overlay comes from where', async () => {
    const { steps } = await storyOf(overlay, 'issue');
    expect(stepOf(steps, 'letting')).toMatchObject({ from: 'arrendadora/cfdi 1.0.0', place: { file: 'feature.yaml' } });
    expect(stepOf(steps, 'sealed').from).toMatch(/^mx\/cfdi /);
    const { code, stdout } = await inProcess(['explain', folderOf(overlay), '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ layers: [{ feature: 'arrendadora/cfdi' }, { feature: 'mx/cfdi' }] });
  });

  it.each([
    ['an unknown pipeline', ['explain', 'mx/cfdi/isue'], 'USAGE'],
    ['a picture where no folder is', ['explain', 'mx/cfdi/issue', '--diagram', '/none/there.svg'], 'OUTPUT_FAILED'],
  ])('refuses %s', async (_, parameters, expected) => {
    const { code, stdout } = await inProcess([...parameters, '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout).problems).toMatchObject([{ code: expected }]);
  });

  it.each([
    [5000, '5 s'],
    [60_000, '60 s'],
    [90_000, '90 s'],
    [120_000, '2 min'],
    [72 * 3_600_000, '3 days'],
    [1500, '1.5 s'],
  ])('says %i milliseconds as %s', (milliseconds, said) => expect(span(milliseconds)).toBe(said));
});
