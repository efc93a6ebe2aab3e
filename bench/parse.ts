import { ParseOption, XmlDocument } from 'libxml2-wasm';
import { parseAction } from '../actions/parse/index.ts';
import { transformAction } from '../actions/transform/index.ts';
import {
  compileFeature,
  createDocument,
  formatProblem,
  type PureContext,
  readFeatureFolder,
  type StepOutput,
} from '../engine/index.ts';
import { findFeature } from '../platform/environment/index.ts';
import { invoiceOf } from './cfdi/invoice.ts';
import { type BenchResult, median, resultOf } from './result.ts';

/** So many lines has the CFDI that the two are compared on. */
const few = 5;
const some = 1_000;
const many = 10_000;

/**
 * Reading a CFDI back to business data, from its bytes to those of the JSON, in turns with libxml2 that only parses it;
 * and what one more line costs.
 */
export async function measureParse(): Promise<BenchResult> {
  const { write, read } = await compile();
  const small = sealed(write(invoiceOf(few, 1)));
  const [ours, theirs] = inTurns(
    () => read(small),
    () => parse(small),
    40,
    41,
  );
  const [thousand, thousandParsed] = long(write, read, some, 5);
  const [tenThousand] = long(write, read, many, 1);
  const figures = {
    bytes: small.length,
    microseconds: ours,
    libxml2: theirs,
    ratio: ours / theirs,
    ratioAt1000: thousand / thousandParsed,
    microsecondsPerLineAt1000: thousand / some,
    microsecondsPerLineAt10000: tenThousand / many,
    marginal: tenThousand / many / (thousand / some),
    megabytes: process.memoryUsage.rss() / 1e6,
  };
  return resultOf('parse', figures, { ratio: 3, ratioAt1000: 3, marginal: 1.5 });
}

type Bytes = (bytes: Uint8Array) => Uint8Array;

/** The two steps alone, with the feature's own mapping. */
async function compile(): Promise<{ readonly write: Bytes; readonly read: Bytes }> {
  const { files } = await readFeatureFolder(findFeature('mx/cfdi').folder);
  const { feature, problems } = compileFeature(
    { ...files, 'feature.yaml': twoSteps, 'artefacts.yaml': '{}' },
    { actions: [transformAction, parseAction] },
  );
  const [written, data] = feature?.pipelines.issue?.steps ?? [];
  if (written?.kind !== 'action' || data?.kind !== 'action') throw new Error(problems.map(formatProblem).join('\n'));
  const run = (step: typeof written, situation: Partial<PureContext>): StepOutput => {
    if (step.action.effect !== 'pure') throw new Error(`${step.id} is not pure`);
    const output = step.action.run({ ...context, ...situation }, step.prepared as never);
    if (output instanceof Promise || (output.problems ?? []).length > 0) throw new Error(`${step.id} went wrong`);
    return output;
  };
  return {
    write: (bytes) =>
      bytesOf(run(written, { variables: { invoice: JSON.parse(Buffer.from(bytes).toString('utf8')) } })),
    read: (bytes) => bytesOf(run(data, { in: { document: createDocument('document', 'application/xml', bytes) } })),
  };
}

const twoSteps = `
feature: mx/bench
title: Written and read back
version: 1.0.0
effective: { from: 2023-04-01, by: issueDate }
pipelines:
  issue:
    applies: { country: MX }
    input: input.schema.json
    identity: [invoice.number]
    steps:
      - id: written
        uses: transform
        with: { mapping: mappings/comprobante.yaml }
      - id: data
        uses: parse
        with: { mapping: mappings/comprobante.yaml, schema: input.schema.json }
        in: { document: =steps.written.document }
`;

const context: PureContext = {
  run: { id: 'bench', startedAt: new Date(0) },
  step: 'bench',
  in: {},
  variables: {},
  artefact: async () => undefined,
};

const bytesOf = ({ documents = {} }: StepOutput): Uint8Array => Object.values(documents)[0]?.bytes ?? new Uint8Array();

/** With a seal and a certificate of the usual length. */
const sealed = (bytes: Uint8Array): Uint8Array =>
  Buffer.from(
    Buffer.from(bytes)
      .toString('utf8')
      .replace(
        ' Version=',
        ` Sello="${'a'.repeat(344)}" Certificado="${'b'.repeat(2_000)}" NoCertificado="1" Version=`,
      ),
  );

function parse(bytes: Uint8Array): Uint8Array {
  XmlDocument.fromBuffer(bytes, { option: ParseOption.XML_PARSE_NONET }).dispose();
  return bytes;
}

const long = (write: Bytes, read: Bytes, lines: number, times: number): readonly [number, number] => {
  const bytes = sealed(write(invoiceOf(lines, 1)));
  return inTurns(
    () => read(bytes),
    () => parse(bytes),
    times,
    11,
  );
};

/** Microseconds of each, in the median of rounds that take turns. */
function inTurns(
  ours: () => Uint8Array,
  theirs: () => Uint8Array,
  times: number,
  rounds: number,
): readonly [number, number] {
  const all = Array.from({ length: rounds * 2 }, () => [time(ours, times), time(theirs, times)] as const);
  // The first half makes the code warm.
  const warm = all.slice(rounds);
  return [median(warm.map(([first]) => first)), median(warm.map(([, second]) => second))];
}

function time(call: () => Uint8Array, times: number): number {
  const start = performance.now();
  for (let round = 0; round < times; round += 1) if (call().byteLength === 0) throw new Error('nothing came of it');
  return ((performance.now() - start) * 1000) / times;
}
