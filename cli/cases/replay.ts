import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'lossless-json';
import {
  type Engine,
  type Feature,
  fail,
  type Observer,
  type Ports,
  type Problem,
  type RunReport,
  TimbreError,
} from '../../engine/index.ts';
import { readJson } from '../../engine/json.ts';
import { choose } from '../commands/run.ts';
import { copyDocuments } from '../print/documents.ts';
import { compare, type Difference, type Happened, unexpected } from './compare.ts';
import { type Case, originalOf } from './read.ts';
import { update } from './update.ts';
import { attachmentsOf, chainOf, messagesOf, openWorld, readInput, type World } from './world.ts';

export interface CaseResult {
  readonly name: string;
  readonly title: string;
  /** Why it was not run. */
  readonly skipped?: string;
  readonly differences: readonly Difference[];
  /** What the run said that the case does not expect. */
  readonly problems: readonly Problem[];
  /** What was not looked at, because an artefact was not pulled. */
  readonly unchecked: readonly string[];
  readonly updated: readonly string[];
}

export interface ReplayOptions {
  /** Folder of the pulled artefacts. */
  readonly artefacts: string;
  readonly update?: boolean;
  /** The folder that every document of the run is copied to. */
  readonly out?: string;
  /** Called with what happened, before it is compared. */
  readonly inspect?: (happened: Happened) => void;
  readonly observe?: Observer;
  /** The longest that the sandbox is waited for, in milliseconds of the machine's own clock. */
  readonly longest?: number;
}

/** Replays a case in a world of its own, and compares. */
export async function replayCase(
  feature: Feature,
  featureFolder: string,
  one: Case,
  options: ReplayOptions,
): Promise<CaseResult> {
  const home = mkdtempSync(join(tmpdir(), 'timbre-case-'));
  const { name, title } = one;
  try {
    const world = await openWorld(feature, featureFolder, one, home, options);
    try {
      const missing = await missingArtefacts(feature, one, world.environment.ports);
      const skipped = { skipped: `needs the artefact ${missing.join(', ')}` };
      if (missing.length > 0) return { name, title, ...skipped, ...nothing };
      const happened = await happen(feature, one, world);
      options.inspect?.(happened);
      if (options.out !== undefined) await copyDocuments(world.environment.engine, happened.report, options.out);
      const updated = options.update ? update(one, happened) : [];
      const untaken = await untakenIn(world.environment.engine);
      const differences = [...world.differences(), ...untaken, ...compare(one, happened)];
      const { report } = happened;
      const unchecked = report.problems.filter(({ code }) => code === 'ARTEFACT_MISSING').map(({ message }) => message);
      return { name, title, differences, problems: unexpected(one, report), unchecked, updated };
    } finally {
      await world.environment.close();
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Of a case that was not replayed. */
export const nothing = { differences: [], problems: [], unchecked: [], updated: [] };

async function missingArtefacts(feature: Feature, one: Case, ports: Ports): Promise<string[]> {
  const missing: string[] = [];
  for (const name of one.needs ?? []) {
    const pin =
      feature.artefacts[name] ??
      fail('REFERENCE_UNKNOWN', `The case ${one.name} needs ${name}, which the feature does not pin.`);
    if (!(await ports.artefacts.get(pin))) missing.push(name);
  }
  return missing;
}

const week = 7 * 24 * 3_600_000;

async function happen(feature: Feature, one: Case, world: World): Promise<Happened> {
  const { engine } = world.environment;
  let report: RunReport | undefined;
  let original: string | undefined;
  try {
    for (const each of chainOf(one).flatMap((link) => messagesOf(link, feature))) await engine.deliver(each);
    const before = await submitOriginal(feature, one, world, []);
    world.moveTo(one.at);
    const data = before ? await taken(one, before, world) : readInput(one);
    const { pipeline, context } = choose(
      feature,
      one.pipeline,
      readJson(data, {}, inputName(one)).data,
      one.context ?? {},
    );
    const attachments = attachmentsOf(one);
    // What speaks of another document finds it by itself.
    if (pipeline.concerns) original = before?.run;
    const more = { attachments, ...(pipeline.concerns ? {} : relatedTo(one, before)) };
    for (let turn = 0; turn < (one.submissions ?? 1); turn++) {
      const id = await engine.submit({ feature, pipeline, context, data, ...more });
      report = await engine.advance(id, { patience: week });
    }
  } catch (error) {
    if (!(error instanceof TimbreError)) throw error;
    report = rejected(feature, one, error);
  }
  const final = report ?? fail('INTERNAL', 'The case did nothing.');
  const bytes = await documentsOf(final, world);
  const entries = final.run === '' ? [] : await engine.log(final.run);
  return { report: final, entries, requests: world.requests(), original, document: (name) => bytes.get(name) };
}

/** A message that no step took shows nothing. */
async function untakenIn(engine: Engine): Promise<Difference[]> {
  const found: Difference[] = [];
  for await (const { name, where } of engine.unclaimed())
    found.push({ what: `message ${name}`, expected: 'taken by a step', got: `left with ${JSON.stringify(where)}` });
  return found;
}

/** As seen from the feature's folder, as all its files are said. */
const inputName = ({ name, input = 'input.json' }: Case): string => join('cases', name, input);

/** By `step`, or `step.name` where that is not `document`. */
async function documentsOf({ documents }: RunReport, { environment }: World): Promise<Map<string, Uint8Array>> {
  const bytes = new Map<string, Uint8Array>();
  for (const { step, name, path } of documents) {
    const content = await environment.engine.document(path);
    if (content) bytes.set(name === 'document' ? step : `${step}.${name}`, content);
  }
  return bytes;
}

/** Submits the case that this one is related to, in the same world, and that case's own original before it. */
async function submitOriginal(
  feature: Feature,
  one: Case,
  world: World,
  open: readonly string[],
): Promise<RunReport | undefined> {
  const { original: name } = one;
  if (name === undefined) return undefined;
  const original = originalOf(one);
  if (!original) return fail('REFERENCE_UNKNOWN', `The case ${one.name} has the original ${name}, which is no case.`);
  if (open.includes(name)) return fail('REFERENCE_UNKNOWN', `The case ${name} is, by way of others, its own original.`);
  const { engine } = world.environment;
  const before = await submitOriginal(feature, original, world, [...open, name]);
  world.moveTo(original.at);
  const data = before ? await taken(original, before, world) : readInput(original);
  const { pipeline, context } = choose(
    feature,
    original.pipeline,
    readJson(data, {}, inputName(original)).data,
    original.context ?? {},
  );
  const related = { attachments: attachmentsOf(original), ...relatedTo(original, before) };
  return engine.advance(await engine.submit({ feature, pipeline, context, data, ...related }), { patience: week });
}

/** What was written and sent to nobody cannot be cancelled or corrected: a case takes its documents, and is not related to it. */
const relatedTo = ({ take }: Case, before: RunReport | undefined): { readonly original?: string } =>
  before && !(take && before.state === 'completed' && before.outcome === null) ? { original: before.run } : {};

/** The business data with the documents in it that it takes from the original's run. */
async function taken(one: Case, original: RunReport, world: World): Promise<Uint8Array> {
  const data = readInput(one);
  if (!one.take) return data;
  const documents = await documentsOf(original, world);
  const fields = parse(new TextDecoder().decode(data));
  if (typeof fields !== 'object' || fields === null)
    return fail('INPUT_SCHEMA', `The business data of the case ${one.name} is not an object.`);
  const texts = Object.entries(one.take).map(([field, name]) => {
    const bytes = documents.get(name);
    const known = [...documents.keys()].join(', ');
    if (!bytes) {
      const hint =
        original.state === 'completed'
          ? {}
          : { hint: `Mend the case ${one.original} first: its run ended ${original.state}.` };
      fail('REFERENCE_UNKNOWN', `The run of ${one.original} left no document ${name}; it left ${known}.`, hint);
    }
    return [field, new TextDecoder().decode(bytes)] as const;
  });
  return Buffer.from(stringify({ ...fields, ...Object.fromEntries(texts) }) ?? '');
}

/** Bad input is answered before there is a run; a case expects it as a run in state `failed`. */
function rejected(feature: Feature, one: Case, error: TimbreError): RunReport {
  const { id, version } = feature;
  const nothing = { outcome: null, values: {}, result: null, documents: [] };
  return {
    run: '',
    feature: id,
    version,
    pipeline: one.pipeline,
    state: 'failed',
    ...nothing,
    problems: error.problems,
  };
}
