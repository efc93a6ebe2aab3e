import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Made, makeCase, type Recording, readRecording } from '../../../cli/case-from-run/index.ts';
import { type Case, originalOf, readCases } from '../../../cli/cases/read.ts';
import { choose } from '../../../cli/commands/run.ts';
import { openFeatureHere } from '../../../cli/features.ts';
import { openSandboxed } from '../../../cli/sandbox/open.ts';
import type { Feature } from '../../../engine/index.ts';
import { localConfig, ownFeatures } from '../../../platform/environment/index.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import type { SandboxFault } from '../../../sandbox/index.ts';
import { testClock } from '../../clock.ts';

const source = join(ownFeatures, 'mx', 'cfdi');

/** A feature without cases, and runs of it to make cases from. */
export interface Studio {
  readonly feature: Feature;
  readonly folder: string;
  /** Takes a case of the original feature through a run, as an ERP would, with other data where that is given. */
  record(name: string, changes?: Changes): Promise<Recording>;
  make(recording: Recording, name: string, changed?: Feature): Promise<Made>;
  /** What the files of a made case hold, by path below `cases`. */
  files(): Record<string, string>;
  close(): void;
}

export interface Changes {
  readonly data?: unknown;
  readonly faults?: readonly SandboxFault[];
  readonly context?: Readonly<Record<string, string>>;
  readonly key?: string;
}

export async function openStudio(): Promise<Studio> {
  const home = mkdtempSync(join(tmpdir(), 'timbre-studio-'));
  const folder = join(home, 'mx', 'cfdi');
  cpSync(source, folder, { recursive: true, filter: (path) => !/[/\\]cases[/\\](?!sandbox\.yaml$)/.test(path) });
  const feature = await openFeatureHere(folder);
  const artefacts = join(home, 'artefacts');
  return {
    feature,
    folder,
    record: (name, changes = {}) => record(feature, folder, caseOf(name), changes),
    make: (recording, name, changed = feature) => {
      const none = { get: async () => undefined };
      return makeCase(recording, { feature: changed, featureFolder: folder, name, cache: artefacts, artefacts: none });
    },
    files: () => {
      const inside = readdirSync(join(folder, 'cases'), { recursive: true, encoding: 'utf8', withFileTypes: true });
      const paths = inside.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
      return Object.fromEntries(
        paths.map((path) => [path.slice(join(folder, 'cases').length + 1), readFileSync(path, 'utf8')]),
      );
    },
    close: () => rmSync(home, { recursive: true, force: true }),
  };
}

function caseOf(name: string): Case {
  const found = readCases(source).find((one) => one.name === name);
  if (!found) throw new Error(`there is no case ${name}`);
  return found;
}

export const inputOf = (name: string): unknown =>
  JSON.parse(readFileSync(join(caseOf(name).folder, 'input.json'), 'utf8'));

async function record(feature: Feature, folder: string, one: Case, changes: Changes): Promise<Recording> {
  const home = mkdtempSync(join(tmpdir(), 'timbre-recorded-'));
  const data = changes.data ?? inputOf(one.name);
  const clock = testClock(one.at ?? '');
  const environment = await openSandboxed({
    config: { ...localConfig(home), settings: one.settings ?? {} },
    feature,
    featureFolder: folder,
    invoice: data,
    faults: changes.faults ?? one.faults ?? [],
    clock: clock.now,
    home,
    overrides: { settings: one.settings ?? {} },
    ports: { store: memoryStore(), clock },
    longest: 2000,
  });
  const { engine } = environment;
  const submit = async (each: Case, given: unknown): Promise<string> => {
    const before = each.original === undefined ? undefined : originalOf(each);
    const original = before ? { original: await submit(before, inputOf(before.name)) } : {};
    const { pipeline, context } = choose(feature, each.pipeline, given, changes.context ?? {});
    const key = changes.key === undefined ? {} : { key: changes.key };
    let run = '';
    for (let turn = 0; turn < (each.submissions ?? 1); turn++) {
      run = await engine.submit({
        feature,
        pipeline,
        context,
        data: Buffer.from(JSON.stringify(given)),
        ...original,
        ...key,
      });
      await engine.advance(run, { patience: 7 * 24 * 3_600_000 });
    }
    return run;
  };
  try {
    return await readRecording(engine, await submit(one, data));
  } finally {
    await environment.close();
    rmSync(home, { recursive: true, force: true });
  }
}
