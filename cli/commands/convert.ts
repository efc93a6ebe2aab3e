import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Engine, fail, type Problem, selectPipeline, TimbreError } from '../../engine/index.ts';
import { findFeature, type Reader } from '../../platform/environment/index.ts';
import { type Fact, missingFrom } from '../convert/facts.ts';
import { known, sourceOf } from '../convert/source.ts';
import { openQuietWorld, parsed, take } from '../convert/world.ts';
import { exit } from '../exit.ts';
import { installedReaders, type Opened, openFeatureHere, openForDay, placedFromHere } from '../features.ts';
import { problemJson } from '../print/json.ts';
import { say, tellProblems } from '../print/people.ts';
import { bold, dim, green, red, yellow } from '../print/style.ts';
import { choose, configOf, contextOf } from './run.ts';

export interface ConvertOptions {
  readonly to: string;
  readonly out: string;
  readonly environment?: string;
  readonly context?: readonly string[];
  readonly json?: boolean;
}

/** What became of a document. */
interface Converted {
  /** Who read it: `eu/en16931/receive`; absent for business data. */
  readonly from?: string;
  readonly to: string;
  readonly written: boolean;
  /** What stands in the document that was read and not in the one that was written, by business term. */
  readonly lost: readonly Fact[];
  readonly problems: readonly Problem[];
}

/**
 * `timbre convert IN --to FEATURE[/PIPELINE] --out FILE`: a document of any format that a feature reads, or business data, in the format of
 * another feature. Nothing is kept, and nothing leaves the machine.
 */
export async function convert(input: string, options: ConvertOptions): Promise<number> {
  const config = configOf(options);
  const { folder, rest } = findFeature(options.to, config.features);
  const { engine, close } = openQuietWorld(config);
  try {
    const read = await readData(engine, input, config.features);
    const problems = [...read.problems];
    if (read.data === undefined) return tell({ ...read, to: options.to, written: false, lost: [], problems }, options);
    const invoice = parsed(read.data, input);
    const target = await openForDay(folder, invoice, config.features);
    const selected = choose(target.feature, rest, invoice, contextOf(options.context));
    const to = `${target.feature.id}/${selected.pipeline.name}`;
    const taken = await take(engine, selected, read.data);
    problems.push(...taken.report.problems.map((each) => placedFromHere(each, target.folder)));
    const document = await taken.result('document');
    const written = document !== undefined && taken.report.state === 'completed';
    const lost = written ? await lostIn(engine, invoice, document, target) : [];
    if (written) write(options.out, document);
    return tell({ ...read, to, written, lost, problems }, options);
  } finally {
    await close();
  }
}

interface ReadData {
  readonly from?: string;
  readonly data: Uint8Array | undefined;
  readonly problems: readonly Problem[];
}

async function readData(engine: Engine, input: string, roots: readonly string[]): Promise<ReadData> {
  const bytes = open(input);
  // Business data needs nobody who reads it.
  if (/^\s*\{/.test(Buffer.from(bytes.subarray(0, 100)).toString())) return { data: bytes, problems: [] };
  const source = await sourceOf(bytes, basename(input), await installedReaders(roots));
  const { taken, from, folder } = await takeReceived(engine, source.text, await opened(source.features, roots));
  return {
    from,
    data: taken.report.state === 'completed' ? ofInvoice(await taken.result('data'), input) : undefined,
    problems: taken.report.problems.map((each) => placedFromHere(each, folder)),
  };
}

/** The first of those that know a document, in all its versions, with the pipelines that are for it: the others read it alike. */
const opened = (readers: readonly Reader[], roots: readonly string[]): Promise<readonly Opened[]> =>
  Promise.all(
    readers
      .filter(({ id }) => id === readers[0]?.id)
      .map(async ({ folder, pipelines }) => ({
        feature: await openFeatureHere(folder, roots, Object.keys(pipelines)),
        folder,
      })),
  );

/** BG-2 says which rules the document obeys that was read; the one that is written obeys others. */
function ofInvoice(data: Uint8Array | undefined, name: string): Uint8Array | undefined {
  const invoice = data && parsed(data, name);
  if (typeof invoice !== 'object' || invoice === null) return data;
  return Buffer.from(JSON.stringify({ ...invoice, process: undefined }));
}

/** By the release of today, or of the day that is said. */
async function takeReceived(
  engine: Engine,
  document: string,
  readers: readonly Opened[],
  day = new Date().toISOString().slice(0, 10),
) {
  const invoice = { type: 'received', issueDate: day, document };
  const features = readers.map(({ feature }) => feature);
  const { selected, problems } = selectPipeline(features, {}, invoice);
  if (selected === undefined) throw new TimbreError(problems);
  const taken = await take(engine, selected, Buffer.from(JSON.stringify(invoice)));
  const { folder = '' } = readers.find(({ feature }) => feature === selected.feature) ?? {};
  return { taken, folder, from: `${selected.feature.id}/${selected.pipeline.name}` };
}

/** Reads back what was written, on the day of its release: what is not in it was not carried. */
async function lostIn(engine: Engine, invoice: unknown, document: Uint8Array, { feature, folder }: Opened) {
  const written = await known([feature], document);
  if (written === undefined) return [];
  const readers = written.features.map((each) => ({ feature: each, folder }));
  const { taken } = await takeReceived(engine, written.text, readers, feature.effective.from);
  const back = await taken.result('data');
  return back === undefined ? [] : missingFrom(invoice, parsed(back, 'output'));
}

function open(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (thrown) {
    return fail('USAGE', `${path} cannot be read: ${thrown instanceof Error ? thrown.message : thrown}.`);
  }
}

function write(path: string, bytes: Uint8Array): void {
  try {
    writeFileSync(path, bytes);
  } catch (thrown) {
    fail('OUTPUT_FAILED', `${path} cannot be written: ${thrown instanceof Error ? thrown.message : thrown}.`);
  }
}

function tell({ from, to, written, lost, problems }: Converted, { json, out }: ConvertOptions): number {
  const code = written ? exit.accepted : exit.failed;
  if (json) {
    const path = written ? { path: out } : {};
    process.stdout.write(
      `${JSON.stringify({ ...(from !== undefined && { from }), to, written, ...path, lost, problems: problems.map(problemJson) })}\n`,
    );
    return code;
  }
  say(`${written ? green('✓') : red('✗')} ${bold(from ?? 'business data')} → ${bold(to)}${written ? `  ${out}` : ''}`);
  tellProblems(problems);
  if (lost.length > 0) say(yellow('Not carried:'));
  for (const { path, term = '', value } of lost) say(`  ${term.padEnd(7)} ${path}  ${dim(value.slice(0, 80))}`);
  return code;
}
