import { type Action, defineAction } from '../engine/action.ts';
import { compileFeature, createEngine, type Feature, type Pipeline, TimbreError } from '../engine/index.ts';
import { portsWith } from './ports.ts';
import { type BenchResult, median, processorTime, resultOf } from './result.ts';

const pureSteps = 9;
const steps = pureSteps + 1;

/**
 * Microseconds per step that the engine takes: nine steps that do next to nothing, each leaving a document and a value,
 * and one that sends to an authority that answers at once. Everything counts, from the submission to the report:
 * business data, documents, hashes, journal, the identity's claim.
 */
export async function measureEngine(): Promise<BenchResult> {
  const feature = compile();
  const pipeline = feature.pipelines.issue;
  if (pipeline === undefined) throw new Error('the feature has no pipeline');
  const times: number[] = [];
  for (let round = 0; round < 60; round++) {
    const measured = await measureRound(feature, pipeline);
    if (round >= 30) times.push(measured);
  }
  return resultOf('engine', { microsecondsPerStep: median(times) / steps, steps }, { microsecondsPerStep: 40 });
}

const runs = 100;

/** Microseconds of processor time per run, of some runs over one store. */
async function measureRound(feature: Feature, pipeline: Pipeline): Promise<number> {
  const engine = createEngine(portsWith(feature));
  const started = process.cpuUsage();
  for (let number = 0; number < runs; number++) {
    const data = Buffer.from(JSON.stringify({ issueDate: '2026-03-01', number: String(number) }));
    const report = await engine.advance(await engine.submit({ feature, pipeline, context: {}, data }));
    if (report.state !== 'completed' || report.outcome !== 'accepted') throw new Error(`${report.state}`);
  }
  return processorTime(started) / runs;
}

const bytes = (text: string): Uint8Array => Buffer.from(text);

const make = defineAction<object, object>({
  name: 'make',
  summary: 'Leaves a document and a value.',
  effect: 'pure',
  with: { type: 'object' },
  in: { document: { summary: 'Anything.', optional: true } },
  out: { document: { summary: 'Text.', mediaTypes: ['text/plain'] } },
  values: { length: { type: 'integer' } },
  errors: [],
  examples: [],
  prepare: () => ({}),
  run: ({ step, run }) => ({
    documents: { document: { mediaType: 'text/plain', bytes: bytes(`${run.id} ${step}`) } },
    values: { length: step.length },
  }),
});

const send = defineAction<object, object>({
  name: 'send',
  summary: 'Is accepted at once.',
  effect: 'external',
  with: { type: 'object' },
  in: { document: { summary: 'Anything.' } },
  out: {
    request: { summary: 'Text.', mediaTypes: ['text/plain'] },
    answer: { summary: 'Text.', mediaTypes: ['text/plain'] },
  },
  values: { id: { type: 'string' } },
  errors: [],
  examples: [],
  prepare: () => ({}),
  exchange: async (context) => ({
    documents: { request: { mediaType: 'text/plain', bytes: context.in.document?.bytes ?? bytes('') } },
    send: async () => ({
      status: 200,
      values: { id: context.run.id },
      documents: { answer: { mediaType: 'text/plain', bytes: bytes(context.run.id) } },
    }),
  }),
});

function compile(): Feature {
  const actions: readonly Action[] = [make, send];
  const { feature, problems } = compileFeature(
    { 'feature.yaml': source(), 'input.schema.json': '{"type":"object"}' },
    { actions },
  );
  if (feature === undefined) throw new TimbreError(problems);
  return feature;
}

function source(): string {
  const pure = Array.from({ length: pureSteps }, (_, at) => {
    const before = at === 0 ? '' : `\n        in: { document: =steps.s${at - 1}.document }`;
    return `      - id: s${at}\n        uses: make\n        with: {}${before}\n`;
  });
  return `feature: xx/bench
title: What the engine itself takes
version: 1.0.0
effective: { from: 2020-01-01, by: issueDate }
pipelines:
  issue:
    title: Issue
    applies: { country: XX }
    input: input.schema.json
    identity: [invoice.number]
    steps:
${pure.join('')}      - id: sent
        uses: send
        with: {}
        in: { document: =steps.s${pureSteps - 1}.document }
        outcomes: { accepted: =reply.status == 200 }
        recover:
          ask:
            - { id: asked, uses: send, repeat: safe, with: {}, in: { document: =steps.s${pureSteps - 1}.document } }
          found: =false
          settle: 60s
          startWithin: 5s
          every: 5s
          attempts: 5
    result:
      documents: { document: =steps.sent.documents.answer }
      values: { id: =steps.sent.id }
`;
}
