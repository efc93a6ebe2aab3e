import { describe, expect, it } from 'vitest';
import { actions } from '../../../actions/index.ts';
import { compileFeature, createEngine, selectPipeline, sha256, TimbreError } from '../../../engine/index.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import { Authority, testClock, testPorts } from './world.ts';

const schema = (lines: object) =>
  JSON.stringify({ type: 'object', properties: { issueDate: { type: 'string' }, lines: { type: 'array', ...lines } } });

function featureWith(required: boolean) {
  const { feature, problems } = compileFeature(
    {
      'feature.yaml': `
feature: xx/files
title: Takes files
version: 1.0.0
effective: { from: 2020-01-01, by: issueDate }
pipelines:
  issue:
    applies: { country: XX }
    defaults: { size: large }
    attachments:
      pdf: { mediaType: text/plain, required: ${required}, summary: What people read }
    input:
      - { when: =context.size == "small", schema: small.schema.json }
      - input.schema.json
    steps:
      - id: sum
        uses: digest
        when: =has(attachments.pdf)
        with: { algorithm: sha256 }
        in: { document: =attachments.pdf }
      - id: made
        uses: encode
        when: =!has(attachments.pdf)
        with: { form: base64 }
        in: { document: =input }
      - id: either
        uses: digest
        with: { algorithm: sha256 }
        in: { document: [=attachments.pdf, =steps.made.document] }
    result:
      documents: { read: =steps.made.document }
      values: { sum: =steps.sum.digest, either: =steps.either.digest, name: =attachments.pdf }
`,
      'input.schema.json': schema({}),
      'small.schema.json': schema({ maxItems: 0 }),
    },
    { actions },
  );
  if (feature === undefined) throw new TimbreError(problems);
  return feature;
}

const file = (name: string, mediaType = 'text/plain') => ({ name, mediaType, bytes: Buffer.from(name) });

async function submit(files: readonly ReturnType<typeof file>[], given: object = {}, required = true, size = 'large') {
  const feature = featureWith(required);
  const [store, clock] = [memoryStore(), testClock()];
  const engineOf = () => createEngine(testPorts(feature, new Authority('detects-duplicates', () => 0), clock, store));
  const invoice = { issueDate: '2026-01-01', ...given };
  const { selected, problems } = selectPipeline([feature], { size }, invoice);
  if (selected === undefined) throw new TimbreError(problems);
  const data = Buffer.from(JSON.stringify(invoice));
  const run = await engineOf().submit({ ...selected, data, attachments: files });
  return engineOf().advance(run);
}

const codes = async (work: Promise<unknown>) =>
  work.then(
    () => [],
    (thrown) => (thrown instanceof TimbreError ? thrown.problems.map(({ code, path }) => [code, path]) : [thrown]),
  );

describe('a file that a pipeline takes', () => {
  it('is a document of its steps, whoever goes on with the run', async () => {
    const report = await submit([file('seen.txt'), file('data.xml', 'application/xml')]);
    const sum = sha256(Buffer.from('seen.txt'));
    expect(report).toMatchObject({ state: 'completed', values: { sum, either: sum, name: 'seen.txt' } });
  });

  it('may be left out where it is not required; then the next that is there is taken', async () => {
    const report = await submit([], {}, false);
    const made = Buffer.from('{"issueDate":"2026-01-01"}').toString('base64');
    expect(report).toMatchObject({ state: 'completed', values: { sum: null, either: sha256(Buffer.from(made)) } });
  });

  it('is not one that the business data speaks of', async () => {
    const attachments = [{ id: 'O-1', filename: 'order.txt' }];
    const report = await submit([file('order.txt'), file('seen.txt')], { attachments });
    expect(report.values.name).toBe('seen.txt');
  });

  it.each<[string, Parameters<typeof submit>, unknown[]]>([
    ['that is not there', [[]], [['ATTACHMENT_MISSING', 'attachments']]],
    ['of another media type', [[file('a.xml', 'application/xml')]], [['ATTACHMENT_MISSING', 'attachments']]],
    [
      'that the business data means by another name',
      [[file('seen.txt')], { attachments: [{ id: 'O-1', filename: 'sean.txt' }] }],
      [['ATTACHMENT_MISSING', 'attachments[0].filename']],
    ],
    ['that may be two', [[file('a.txt'), file('b.txt')]], [['ATTACHMENT_AMBIGUOUS', 'attachments']]],
  ])('%s is said before anything is recorded', async (_, given, expected) => {
    expect(await codes(submit(...given))).toEqual(expected);
  });
});

describe('of several schemas of business data', () => {
  const lines = [{ id: '1' }];

  it('the one is meant whose condition holds', async () => {
    expect(await codes(submit([], { lines }, false, 'small'))).toEqual([['INPUT_SCHEMA', 'lines']]);
    expect(await codes(submit([], { lines: [] }, false, 'small'))).toEqual([]);
  });

  it('the last is for all others', async () => {
    expect(await codes(submit([], { lines }, false, 'large'))).toEqual([]);
  });
});
