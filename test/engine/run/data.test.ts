import { describe, expect, it } from 'vitest';
import { defineAction } from '../../../engine/action.ts';
import { createEngine } from '../../../engine/engine.ts';
import type { Step } from '../../../engine/feature.ts';
import {
  Authority,
  described,
  expression,
  get,
  invoice,
  never,
  step,
  testClock,
  testFeature,
  testPorts,
} from './world.ts';

/** Leaves business data with another number; an amount keeps its digits. */
const change = defineAction({
  ...described,
  name: 'change',
  effect: 'pure',
  run: () => ({
    documents: {
      data: { mediaType: 'application/json', bytes: Buffer.from('{"number":"B-2","amount":1.10}') },
      broken: { mediaType: 'application/json', bytes: Buffer.from('{"number":') },
    },
  }),
});
const look = defineAction({
  ...described,
  name: 'look',
  effect: 'pure',
  run: ({ variables }) => ({ values: { seen: JSON.stringify(variables.invoice) } }),
});
const from = (document: string) => ({ data: { step: 'changed', document } });

async function run(steps: Step[], value: string) {
  const clock = testClock();
  const base = testFeature();
  const issue = base.pipelines.issue;
  const pipeline = { ...issue, steps, identity: [], result: { documents: {}, values: { value: get(value) } } };
  const feature = { ...base, pipelines: { issue: pipeline } };
  const ports = testPorts(feature, new Authority('detects-duplicates', () => clock.now().getTime()), clock);
  const engine = createEngine(ports);
  const id = await engine.submit({ feature, pipeline, context: {}, data: invoice('A-1') });
  return engine.advance(id, { patience: 1e9 });
}

describe('data', () => {
  it('is what the step sees as invoice, with every digit', async () => {
    const report = await run([step('changed', change), step('seen', look, from('data'))], 'steps.seen.seen');
    expect(report).toMatchObject({ state: 'completed', values: { value: '{"number":"B-2","amount":"1.10"}' } });
  });

  it('is of that step alone', async () => {
    const report = await run(
      [step('changed', change), step('other', look, from('data')), step('seen', look)],
      'steps.seen.seen',
    );
    expect(report.values.value).toContain('"A-1"');
  });

  it('is not looked at where the step is skipped, for which the submission’s own counts', async () => {
    const own = expression('invoice.number', (variables) => JSON.stringify(variables.invoice).includes('B-2'));
    const report = await run(
      [step('changed', change), step('seen', look, { ...from('data'), when: own })],
      'steps.seen.seen',
    );
    expect(report).toMatchObject({ state: 'completed', values: { value: null } });
  });

  it.each([
    ['a step that was skipped', 'DOCUMENT_ABSENT', { when: never }, 'data'],
    ['a document that is no JSON', 'INPUT_NOT_JSON', {}, 'broken'],
  ] as const)('of %s fails the run', async (_, code, more, document) => {
    const report = await run([step('changed', change, more), step('seen', look, from(document))], 'steps.seen.seen');
    expect(report).toMatchObject({ state: 'failed', problems: [{ code, step: 'seen' }] });
  });
});
