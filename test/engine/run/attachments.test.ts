import { describe, expect, it } from 'vitest';
import { defineAction } from '../../../engine/action.ts';
import { createEngine } from '../../../engine/engine.ts';
import { withAttachments } from '../../../engine/run/attachments.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import { Authority, described, get, step, testClock, testFeature, testPorts } from './world.ts';

const file = { name: 'order.pdf', mediaType: 'application/pdf', bytes: Buffer.from('%PDF') };
const content = file.bytes.toString('base64');

describe('withAttachments', () => {
  it.each<[string, unknown, unknown]>([
    [
      'where its name stands',
      { attachments: [{ id: 'O-1', filename: 'order.pdf' }] },
      { attachments: [{ id: 'O-1', filename: 'order.pdf', mediaType: 'application/pdf', content }] },
    ],
    [
      'and leaves the media type that is given',
      { attachments: [{ id: 'O-1', filename: 'order.pdf', mediaType: 'application/xml' }] },
      { attachments: [{ id: 'O-1', filename: 'order.pdf', mediaType: 'application/xml', content }] },
    ],
    ...[
      { attachments: [{ id: 'O-1', filename: 'order.pdf', content: 'b3duCg==' }] },
      { attachments: [{ id: 'O-1', filename: 'other.pdf' }, { id: 'O-2' }, null] },
      { attachments: 'none' },
      { number: '1' },
      null,
      [],
    ].map((invoice): [string, unknown, unknown] => ['not elsewhere', invoice, invoice]),
  ])('puts the file in %s', (_, invoice, expected) => {
    expect(withAttachments(invoice, [file])).toEqual(expected);
  });
});

const reads = defineAction({
  ...described,
  name: 'reads',
  effect: 'pure',
  run: ({ variables }) => ({ values: { content: String(get('invoice.attachments.0.content').evaluate(variables)) } }),
});

describe('a run', () => {
  it('has the file in its business data, in the process that took it and in every other', async () => {
    const feature = testFeature();
    const { issue } = feature.pipelines;
    const result = { documents: {}, values: { content: get('steps.read.content') } };
    const pipeline = { ...issue, steps: [step('read', reads)], result };
    const reading = { ...feature, pipelines: { issue: pipeline } };
    const [clock, store] = [testClock(), memoryStore()];
    const authority = new Authority('detects-duplicates', () => 0);
    const engineOf = () => createEngine(testPorts(reading, authority, clock, store));
    const [one, other] = [engineOf(), engineOf()];
    for (const [number, then] of [
      ['1', one],
      ['2', other],
    ] as const) {
      const data = Buffer.from(JSON.stringify({ number, attachments: [{ id: 'O-1', filename: 'order.pdf' }] }));
      const run = await one.submit({ feature: reading, pipeline, context: {}, data, attachments: [file] });
      expect(await then.advance(run)).toMatchObject({ state: 'completed', values: { content } });
      expect(await one.verify(run)).toMatchObject({ documents: 2, unnamed: [] });
    }
  });
});
