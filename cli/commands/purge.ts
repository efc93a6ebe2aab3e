import { fail, type Purged, type PurgeRequest, type Tally } from '../../engine/index.ts';
import {
  type Environment,
  type EnvironmentConfig,
  keptFrom,
  openEnvironment,
} from '../../platform/environment/index.ts';
import { openLedger, purgeArrivals } from '../../platform/inbound/index.ts';
import { clearDrafts } from '../../platform/store/index.ts';
import { purgeTellings } from '../../platform/webhooks/index.ts';
import { exit } from '../exit.ts';
import { say } from '../print/people.ts';
import { dim } from '../print/style.ts';
import { configOf, type RunOptions } from './run.ts';

export interface PurgeOptions extends Pick<RunOptions, 'environment' | 'json'> {
  readonly before?: string;
  readonly legalEntity?: string;
  readonly dryRun?: boolean;
}

/** `timbre purge`: removes what need not be kept any longer; 1 when a record was found damaged. */
export async function purge(options: PurgeOptions): Promise<number> {
  const config = configOf(options);
  const environment = openEnvironment(config);
  try {
    const request = requestOf(config, options, environment.ports.clock.now());
    const unacknowledged = await unacknowledgedIn(environment.ports);
    const found: Purged[] = [];
    for await (const each of environment.engine.purge({ ...request, unacknowledged })) {
      found.push(each);
      if (options.json) process.stdout.write(`${JSON.stringify(each)}\n`);
      else if (each.verdict !== 'recent') tell(each);
    }
    const beside = await purgeBeside(environment, request, found);
    if (!options.dryRun && 'folder' in config.store)
      await clearDrafts(config.store.folder, new Date(environment.ports.clock.now().getTime() - day));
    if (options.json) process.stdout.write(`${JSON.stringify(beside)}\n`);
    else tellSum(found, beside, options.dryRun === true);
    return found.some(({ verdict }) => verdict === 'damaged') ? exit.failed : exit.accepted;
  } finally {
    await environment.close();
  }
}

/** What stands beside the runs: what came in, messages, tries to tell webhooks, what previews found. */
async function purgeBeside({ engine, ports }: Environment, request: PurgeRequest, found: readonly Purged[]) {
  const { dryRun } = request;
  // In a dry run those that would be gone are still there.
  const gone = new Set(found.filter(({ verdict }) => verdict === 'purged').map(({ run }) => run));
  const isGone = async (run: string) => gone.has(run) || engine.isPurged(run);
  return {
    inbound: await purgeArrivals(ports, request, isGone),
    messages: await engine.purgeMessages(request),
    tellings: await purgeTellings(ports.store, dryRun),
    previews: await engine.purgePreviews(isGone, dryRun),
  };
}

async function unacknowledgedIn({ store, clock }: Environment['ports']): Promise<ReadonlySet<string>> {
  const runs = new Set<string>();
  for await (const { result } of openLedger(store, clock).open())
    for (const { run } of result?.runs ?? []) runs.add(run);
  return runs;
}

/** No write takes so long, in milliseconds: a draft that is older belongs to a process that died. */
const day = 86_400_000;

function requestOf(config: EnvironmentConfig, options: PurgeOptions, now: Date): PurgeRequest {
  const { before, legalEntity, dryRun = false } = options;
  if (before !== undefined && (!/^\d{4}-\d{2}-\d{2}$/.test(before) || Number.isNaN(Date.parse(before))))
    fail('USAGE', `--before must be a day such as 2016-01-01, not ${before}.`);
  const asked = legalEntity === undefined ? [undefined, ...Object.keys(config.legalEntities ?? {})] : [legalEntity];
  if (asked.every((each) => keptFrom(config, each, now) === undefined))
    fail('ENVIRONMENT_INVALID', 'The environment does not say how long runs must be kept.', {
      hint: 'Add `retention: { years: 10 }`, for all or for a legal entity.',
    });
  for (const each of asked) {
    const from = keptFrom(config, each, now);
    if (before !== undefined && from !== undefined && before > from)
      fail('RETENTION_RUNS', `What ended since ${from} must be kept${each === undefined ? '' : ` for ${each}`}.`);
  }
  return {
    dryRun,
    keepFrom(of) {
      if (legalEntity !== undefined && of !== legalEntity) return undefined;
      const from = keptFrom(config, of, now);
      return from === undefined ? undefined : (before ?? from);
    },
  };
}

function tell({ run, legalEntity, verdict, files, refused }: Purged): void {
  const whose = legalEntity === undefined ? '' : dim(`  (${legalEntity})`);
  say(
    `${run}  ${words[verdict]}${verdict === 'purged' ? `: ${files} files` : ''}${refused ? `: ${refused} files` : ''}${whose}`,
  );
}

const words: Readonly<Record<Purged['verdict'], string>> = {
  purged: 'purged',
  recent: 'kept: it ended later',
  used: 'kept: a run that is kept uses it',
  unacknowledged: 'kept: it came in, and nobody has acknowledged it',
  immutable: 'kept: the store holds it fast',
  damaged: 'kept: its record is damaged; see timbre log --verify',
};

function tellSum(found: readonly Purged[], beside: Readonly<Record<string, Tally>>, dryRun: boolean): void {
  const purged = found.filter(({ verdict }) => verdict === 'purged');
  const files = found.reduce((sum, each) => sum + each.files, 0);
  const kept = found.length - purged.length;
  say(`${purged.length} runs, ${files} files ${dryRun ? 'would be ' : ''}purged; ${kept} old ones kept.`);
  for (const [what, { files, refused }] of Object.entries(beside)) {
    if (files + refused === 0) continue;
    say(
      `${what}: ${files} files ${dryRun ? 'would be ' : ''}purged${refused > 0 ? `; ${refused} held fast by the store` : ''}.`,
    );
  }
}
