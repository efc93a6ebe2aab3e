import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  type Clock,
  type Feature,
  fail,
  type Observer,
  type Ports,
  type RunReport,
  TimbreError,
} from '../../engine/index.ts';
import { readJson } from '../../engine/json.ts';
import { type Environment, localConfig, openEnvironment } from '../../platform/environment/index.ts';
import { memoryStore } from '../../platform/store/index.ts';
import { choose } from '../commands/run.ts';
import { openSandboxed } from '../sandbox/open.ts';
import { hasWiring, putSecrets } from '../sandbox/wiring.ts';
import { compare, type Difference, type Happened } from './compare.ts';
import { type Case, readCases } from './read.ts';
import { recordedHttp } from './recorded.ts';

export interface CaseResult {
  readonly name: string;
  readonly title: string;
  /** Why it was not run. */
  readonly skipped?: string;
  readonly differences: readonly Difference[];
  readonly updated: readonly string[];
}

export interface ReplayOptions {
  /** Folder of the pulled artefacts. */
  readonly artefacts: string;
  readonly update?: boolean;
  /** Called with what happened, before it is compared. */
  readonly inspect?: (happened: Happened) => void;
  readonly observe?: Observer;
}

/** Replays a case in a world of its own: a store in memory, a clock that starts at `at` and runs ahead when a run waits. */
export async function replayCase(
  feature: Feature,
  featureFolder: string,
  one: Case,
  options: ReplayOptions,
): Promise<CaseResult> {
  const home = mkdtempSync(join(tmpdir(), 'timbre-case-'));
  try {
    const world = await openWorld(feature, featureFolder, one, home, options);
    try {
      const missing = await missingArtefacts(feature, one, world.environment.ports);
      const { name, title } = one;
      if (missing.length > 0)
        return { name, title, skipped: `needs the artefact ${missing.join(', ')}`, differences: [], updated: [] };
      const happened = await happen(feature, one, world);
      options.inspect?.(happened);
      const updated = options.update ? update(one, happened) : [];
      return { name, title, differences: compare(one, happened), updated };
    } finally {
      await world.environment.close();
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

const inputOf = ({ folder, input = 'input.json' }: Case): string => join(folder, input);

interface World {
  readonly environment: Environment;
  readonly requests: () => number;
  readonly data: Uint8Array;
}

async function openWorld(
  feature: Feature,
  featureFolder: string,
  one: Case,
  home: string,
  options: ReplayOptions,
): Promise<World> {
  const data = readFileSync(inputOf(one));
  const config = { ...localConfig(home), artefacts: { folder: options.artefacts }, settings: one.settings ?? {} };
  const clock = caseClock(one.at);
  const { observe } = options;
  const ports = { store: memoryStore(), clock, ...(observe ? { observe } : {}) };
  const { faults = [], settings = {}, secrets = {} } = one;
  const recorded = one.replies && recordedHttp(one.replies, one.folder);
  if (!hasWiring(featureFolder)) {
    putSecrets(secrets, config.vault.folder);
    const environment = openEnvironment(config, recorded ? { ...ports, http: recorded } : ports);
    return { environment, requests: recorded?.requests ?? (() => 0), data };
  }
  const invoice = invoiceIn(data);
  const overrides = { settings, secrets };
  const environment = await openSandboxed({
    config,
    feature,
    featureFolder,
    invoice,
    faults,
    clock: clock.now,
    home,
    overrides,
    ports: recorded ? { ...ports, http: recorded } : ports,
  });
  return { environment, requests: recorded?.requests ?? environment.sandbox.requests, data };
}

/** Cases of bad input are not JSON; the sandbox is wired without them. */
function invoiceIn(data: Uint8Array): unknown {
  try {
    return readJson(data).data;
  } catch (error) {
    if (error instanceof TimbreError) return {};
    throw error;
  }
}

function caseClock(at: string | undefined): Clock {
  let now = at === undefined ? Date.now() : Date.parse(at);
  return {
    now: () => new Date(now),
    monotonic: () => now,
    async sleep(milliseconds) {
      now += milliseconds;
    },
  };
}

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

async function happen(feature: Feature, one: Case, { environment, requests, data }: World): Promise<Happened> {
  const { engine } = environment;
  let report: RunReport | undefined;
  try {
    const original = one.original === undefined ? {} : { original: await originalOf(feature, one, engine) };
    const { pipeline, context } = choose(feature, one.pipeline, readJson(data).data, one.context ?? {});
    for (let turn = 0; turn < (one.submissions ?? 1); turn++) {
      const id = await engine.submit({ feature, pipeline, context, data, ...original });
      report = await engine.advance(id, { patience: week });
    }
  } catch (error) {
    if (!(error instanceof TimbreError)) throw error;
    report = rejected(feature, one, error);
  }
  const final = report ?? fail('INTERNAL', 'The case did nothing.');
  const bytes = new Map<string, Uint8Array>();
  for (const { step, name, path } of final.documents) {
    const content = await engine.document(path);
    if (content) bytes.set(name === 'document' ? step : `${step}.${name}`, content);
  }
  return { report: final, requests: requests(), document: (name) => bytes.get(name) };
}

/** Submits the case that this one is related to, in the same world, and that case's own original before it. */
async function originalOf(feature: Feature, one: Case, engine: Environment['engine']): Promise<string> {
  const { original: name = '' } = one;
  const original = readCases(dirname(dirname(one.folder))).find((each) => each.name === name);
  if (!original) return fail('REFERENCE_UNKNOWN', `The case ${one.name} has the original ${name}, which is no case.`);
  const data = readFileSync(inputOf(original));
  const { pipeline, context } = choose(feature, original.pipeline, readJson(data).data, original.context ?? {});
  const before = original.original === undefined ? {} : { original: await originalOf(feature, original, engine) };
  const run = await engine.submit({ feature, pipeline, context, data, ...before });
  await engine.advance(run, { patience: week });
  return run;
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

/** Writes the expected documents of a run that ended as expected: then its own schema did not refuse them. */
function update(one: Case, happened: Happened): string[] {
  const { state, outcome } = one.expect;
  if (state !== happened.report.state || (outcome !== undefined && outcome !== happened.report.outcome)) return [];
  const written: string[] = [];
  for (const difference of compare(one, happened)) {
    const name = difference.what.startsWith('document ') ? difference.what.slice('document '.length) : undefined;
    const file = name === undefined ? undefined : one.expect.documents?.[name];
    const content = name === undefined ? undefined : happened.document(name);
    if (file === undefined || !content) continue;
    const path = join(one.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    written.push(file);
  }
  return written;
}
