import { setImmediate as immediately } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../../engine/engine.ts';
import { problem, TimbreError } from '../../../engine/errors.ts';
import type { ActionStep, Feature, Pipeline, Step } from '../../../engine/feature.ts';
import type { Store } from '../../../engine/store.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import { openPreviewer } from '../../../worker/index.ts';
import { Authority, type Fault, invoice, testClock, testFeature, testPorts } from '../run/world.ts';

const digest = 'f'.repeat(64);

/** A version 2.0.0 whose steps were changed. */
function coming(change: (step: ActionStep) => Step, more: Partial<Pipeline> = {}): Feature {
  const feature = testFeature();
  const issue = feature.pipelines.issue;
  const steps = issue.steps.map((step) => (step.kind === 'action' ? change(step) : step));
  return { ...feature, version: '2.0.0', digest, pipelines: { issue: { ...issue, steps, ...more } } };
}

const same = (step: ActionStep): Step => step;
/** The step `id` does something else. */
const doing =
  (id: string, run: () => unknown) =>
  (step: ActionStep): Step =>
    step.id === id ? { ...step, action: { ...step.action, run: async () => run() } as ActionStep['action'] } : step;

async function installation(next: Feature, faults: Fault[] = []) {
  const clock = testClock();
  const feature = testFeature();
  const pipeline = feature.pipelines.issue;
  const store = memoryStore();
  const authority = new Authority('detects-duplicates', () => clock.now().getTime(), faults);
  const engine = createEngine(testPorts(feature, authority, clock, store));
  await engine.startPreview(next);
  const run = await engine.submit({ feature, pipeline, context: {}, data: invoice('A-1') });
  const report = await engine.advance(run, { patience: 3_600_000 });
  return { engine, run, report, store, authority, found: () => engine.previewFindings(digest, 5) };
}

async function contentOf(store: Store): Promise<Map<string, string>> {
  const content = new Map<string, string>();
  for await (const path of store.list('')) content.set(path, Buffer.from((await store.read(path)) ?? []).toString());
  return content;
}

describe('a version that is previewed', () => {
  it('does what comes before the authority, sends nothing, and leaves the live run, counters and claims alone', async () => {
    const at = await installation(coming(same));
    const { accepted, received, asked } = at.authority;
    const before = [accepted.length, received.length, asked];
    const content = await contentOf(at.store);
    await at.engine.preview(at.run);
    expect([at.authority.accepted.length, at.authority.received.length, at.authority.asked]).toEqual(before);
    const after = await contentOf(at.store);
    for (const [path, text] of content) expect(after.get(path), path).toBe(text);
    expect([...after.keys()].filter((path) => !content.has(path) && !path.startsWith('previews/'))).toEqual([]);
    expect(await at.engine.verify(at.run)).toMatchObject({ sound: true });
    // The seal is another one; all before it, and the number given out, are the same.
    expect((await at.found()).examples[0]?.documents.map(({ name }) => name)).toEqual(['sealed.document']);
  });

  it('is told apart by its documents, once for each run', async () => {
    const document = { mediaType: 'text/plain', bytes: Buffer.from('another invoice') };
    const at = await installation(coming(doing('made', () => ({ documents: { document } }))));
    await at.engine.preview(at.run);
    await at.engine.preview(at.run);
    const { same, differs, examples } = await at.found();
    expect([same, differs]).toEqual([0, 1]);
    const [made] = examples[0]?.documents ?? [];
    expect(made).toMatchObject({ name: 'made.document' });
    const texts = await Promise.all([made?.live, made?.preview].map((path) => at.engine.document(path ?? '')));
    expect(texts.map((bytes) => Buffer.from(bytes ?? []).toString())).toEqual(['invoice A-1', 'another invoice']);
  });

  it.each<[string, Feature, object]>([
    [
      'refuses what the live one takes',
      coming(
        doing('made', () => {
          throw new TimbreError(problem('RULE_FAILED', 'no'));
        }),
      ),
      { end: { live: 'passed', preview: 'failed' }, problems: { live: [], preview: ['RULE_FAILED'] } },
    ],
    [
      'warns of more',
      coming(
        doing('made', () => ({
          problems: [problem('RULE_FAILED', 'hm', { severity: 'warning' })],
          documents: { document: { mediaType: 'text/plain', bytes: Buffer.from('invoice A-1') } },
        })),
      ),
      { problems: { live: [], preview: ['RULE_FAILED'] } },
    ],
    [
      'breaks',
      coming(
        doing('made', () => {
          throw new Error('defect');
        }),
      ),
      { end: { live: 'passed', preview: 'held' } },
    ],
    ['has no such pipeline', { ...coming(same), pipelines: {} }, { end: { live: 'passed', preview: 'failed' } }],
  ])('%s: told', async (_, next, expected) => {
    const at = await installation(next);
    await at.engine.preview(at.run);
    expect((await at.found()).examples[0]).toMatchObject({ verdict: 'differs', ...expected });
  });

  it('is the same when what the authority says is all that differs', async () => {
    const next = coming(same, { steps: testFeature().pipelines.issue?.steps.slice(0, 1) ?? [] });
    const at = await installation(next, ['refuse']);
    await at.engine.preview(at.run);
    expect(await at.found()).toEqual({ same: 1, differs: 0, examples: [] });
  });

  it('leaves nothing when it is over', async () => {
    const at = await installation(coming(same));
    await at.engine.preview(at.run);
    await at.engine.endPreview('test/stamp', '2.0.0');
    expect([...(await contentOf(at.store)).keys()].filter((path) => path.startsWith('previews/'))).toEqual([]);
    expect(await at.engine.previews()).toEqual([]);
    await expect(at.engine.endPreview('test/stamp', '2.0.0')).rejects.toMatchObject({ code: 'DEPLOYMENT_UNKNOWN' });
  });

  it('is done by workers after the live turn, one at a time, whatever goes wrong in it', async () => {
    const at = await installation(coming(same));
    const asked: string[] = [];
    let [now, most] = [0, 0];
    const previewer = openPreviewer({
      previews: at.engine.previews,
      async preview(run) {
        most = Math.max(most, ++now);
        await immediately();
        now--;
        asked.push(run);
        throw new Error('away');
      },
    });
    previewer.turn('one', at.report);
    previewer.turn('two', { ...at.report, state: 'waiting' });
    previewer.turn('three', { ...at.report, state: 'held' });
    while (asked.length < 2) await immediately();
    await previewer.close();
    expect([asked, most]).toEqual([['one', 'three'], 1]);
  });
});
