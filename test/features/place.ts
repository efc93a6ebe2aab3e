import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { choose } from '../../cli/commands/run.ts';
import { createEngine, type Engine, type Feature, type Ports, type RunReport } from '../../engine/index.ts';
import { type Environment, localConfig, openEnvironment } from '../../platform/environment/index.ts';
import { createHttp } from '../../platform/http/index.ts';
import { memoryStore } from '../../platform/store/index.ts';
import { opening } from '../../scripts/services/opened.ts';
import { testClock } from '../clock.ts';
import { CrashPoint } from '../crash-point.ts';

type Example = Readonly<Record<string, unknown>> & {
  readonly issueDate: string;
  readonly seller: { readonly taxId: string; readonly name: string };
};

/** Where a feature is tried against a sandbox that stands on this machine. */
export interface Place {
  readonly feature: Feature;
  /** The business data of one of its cases. */
  readonly invoice: Example;
  /** A folder of its own, and in it the folder that is the vault. */
  readonly home: string;
  readonly vault: string;
  readonly http: Ports['http'];
  /** It is the evening of the day when the example was issued. */
  readonly clock: ReturnType<typeof testClock>;
  /** An environment with an empty store. */
  open(settings: Readonly<Record<string, unknown>>, http?: Ports['http']): Environment;
  close(): Promise<void>;
}

export async function openPlace(folder: string, example: string): Promise<Place> {
  const feature = await opening(folder);
  const invoice: Example = JSON.parse(readFileSync(join(folder, 'cases', example, 'input.json'), 'utf8'));
  const home = mkdtempSync(join(tmpdir(), 'timbre-place-'));
  const vault = join(home, 'vault');
  const own = createHttp({ allowedHosts: [], allowLoopback: true });
  const clock = testClock(`${invoice.issueDate}T18:00:00Z`);
  return {
    ...{ feature, invoice, home, vault, http: own, clock },
    open(settings, http = own) {
      const config = { ...localConfig(home), vault: { folder: vault }, settings };
      return openEnvironment(config, { http, clock, store: memoryStore(), compile: () => feature });
    },
    async close() {
      await own.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

type Data = Readonly<Record<string, unknown>>;

/** Issues what the business data says, to its end; `context` says what cannot be told from it. */
export async function issue(
  engine: Engine,
  feature: Feature,
  data: Data,
  context: Readonly<Record<string, string>> = {},
) {
  return engine.advance(await submit(engine, feature, data, context), { patience: 1e9 });
}

/** Issues it by a process that is killed at one point; another one goes on with it once it is asked to. */
export async function issueKilled(
  ports: Ports,
  feature: Feature,
  data: Data,
  at: number,
): Promise<{ readonly points: number; goOn(): Promise<RunReport> }> {
  const run = await submit(createEngine(ports), feature, data, {});
  const point = new CrashPoint(at);
  await point.survive(() => createEngine(point.crashing(ports)).advance(run, { patience: 1e9 }));
  return {
    points: point.reached,
    async goOn() {
      await ports.clock.sleep(700);
      return createEngine(ports).advance(run, { patience: 1e9 });
    },
  };
}

function submit(engine: Engine, feature: Feature, data: Data, given: Readonly<Record<string, string>>) {
  const { pipeline, context } = choose(feature, 'issue', data, given);
  return engine.submit({ feature, pipeline, context, data: Buffer.from(JSON.stringify(data)) });
}
