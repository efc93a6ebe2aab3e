import { ParseOption, XmlDocument } from 'libxml2-wasm';
import type { PreparedReading } from '../actions/lib/mapping/index.ts';
import { parseAction } from '../actions/parse/index.ts';
import { transformAction } from '../actions/transform/index.ts';
import {
  compileFeature,
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
 * Reading a CFDI back, from its bytes to business data, in turns with libxml2 that only parses it; with the JSON that
 * the action `parse` then writes; and what one more line costs.
 */
export async function measureParse(): Promise<BenchResult> {
  const { write, read, run } = await compile();
  const small = variants(sealed(write(invoiceOf(few, 1))));
  const [ours = 0, theirs = 0, json = 0] = inTurns([read, parse, run], small, 41);
  const ofSome = sealed(write(invoiceOf(some, 1)));
  const [thousand = 0, thousandParsed = 0] = inTurns([read, parse], variants(ofSome).slice(0, 4), 11);
  const [tenThousand = 0] = inTurns([read], [sealed(write(invoiceOf(many, 1)))], 7);
  const perLine = { at1000: (thousand - ours) / (some - few), at10000: (tenThousand - ours) / (many - few) };
  const figures = {
    bytes: small[0]?.length ?? 0,
    microseconds: ours,
    microsecondsWithJson: json,
    libxml2: theirs,
    ratio: ours / theirs,
    ratioAt1000: thousand / thousandParsed,
    microsecondsPerLineAt1000: perLine.at1000,
    microsecondsPerLineAt10000: perLine.at10000,
    marginal: perLine.at10000 / perLine.at1000,
    megabytes: process.memoryUsage.rss() / 1e6,
  };
  return resultOf('parse', figures, { ratio: 3, marginal: 1.5 });
}

type Bytes = (bytes: Uint8Array) => Uint8Array;

/** The two steps alone, with the feature's own mapping; `read` is the second without the JSON it writes. */
async function compile(): Promise<{
  readonly write: Bytes;
  readonly read: (bytes: Uint8Array) => unknown;
  readonly run: Bytes;
}> {
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
  const reading = data.prepared as PreparedReading;
  return {
    write: (bytes) =>
      bytesOf(run(written, { variables: { invoice: JSON.parse(Buffer.from(bytes).toString('utf8')) } })),
    read: reading.read,
    run(bytes) {
      const document = { name: 'document', mediaType: 'application/xml', bytes, sha256: '' };
      return bytesOf(run(data, { in: { document } }));
    },
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

function parse(bytes: Uint8Array): void {
  XmlDocument.fromBuffer(bytes, { option: ParseOption.XML_PARSE_NONET }).dispose();
}

/** The same document with other amounts, so that nobody's memory of one helps with the next. */
function variants(bytes: Uint8Array): Uint8Array[] {
  const text = Buffer.from(bytes).toString('utf8');
  let seed = 1;
  const digit = () => {
    seed = (seed * 48_271) % 2_147_483_647;
    return String((seed % 9) + 1);
  };
  return Array.from({ length: 40 }, () =>
    Buffer.from(
      text.replace(
        /(Importe|Base|ValorUnitario|Cantidad|Total|SubTotal)="\d/g,
        (found) => found.slice(0, -1) + digit(),
      ),
    ),
  );
}

/** Microseconds of processor time of each, in the median of rounds that take turns: other work on the machine does not count. */
function inTurns(
  calls: readonly ((bytes: Uint8Array) => unknown)[],
  documents: readonly Uint8Array[],
  rounds: number,
): number[] {
  // The first half makes the code warm.
  const all = Array.from({ length: rounds * 2 }, () => calls.map((call) => time(call, documents))).slice(rounds);
  return calls.map((_, which) => median(all.map((round) => round[which] ?? 0)));
}

function time(call: (bytes: Uint8Array) => unknown, documents: readonly Uint8Array[]): number {
  const before = process.cpuUsage();
  for (const each of documents) call(each);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / documents.length;
}
