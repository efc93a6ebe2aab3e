import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { choose } from '../../cli/commands/run.ts';
import type { Feature } from '../../engine/index.ts';
import { openEnvironment, openFeature, ownFeatures, readConfig } from '../../platform/environment/index.ts';
import { makeTestTaxpayer, type Pac, startPac } from '../../sandbox/index.ts';
import { copyIssuing } from '../../scripts/services/feature.ts';
import { isBuilt, type Kill, timbre } from './timbre.ts';

/** For each PAC. */
const kills = 17;
/** More than are needed: a process may be done before its kill comes. */
const runs = 2 * kills;
const atOnce = 3;

/** A PAC that knows its documents again, one that knows none, and one that knows the keys that they come with. */
const pacs = [
  { pac: 'finkok', kind: 'detects-duplicates' },
  { pac: 'finkok', kind: 'stamps-every-post' },
  { pac: 'swsapien', kind: 'detects-duplicates' },
] as const;

/** The connector's times, shortened so that what a kill leaves is settled within the test; the order between them stays. */
const shorter: readonly [string, string][] = [
  ['timeout: 30s', 'timeout: 1s'],
  ['settle: 60s', 'settle: 1600ms'],
  ['startWithin: 5s', 'startWithin: 500ms'],
  ['every: 5s', 'every: 200ms'],
  ['attempts: 5', 'attempts: 12'],
];

/** Each of them can be the one that a kill meets. */
const steps = ['accounted', 'comprobante', 'sealed', 'checked', 'stamped', 'timbre', 'qr'];

interface World {
  readonly folder: string;
  readonly pac: Pac;
  readonly feature: Feature;
  readonly invoice: object;
}

async function world({ pac: connector, kind }: (typeof pacs)[number]): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'timbre-kill-'));
  const invoice = JSON.parse(readFileSync(join(ownFeatures, 'mx/cfdi/cases/invoice/input.json'), 'utf8'));
  const sinceIssue = Date.now() - Date.parse(`${invoice.issueDate}T12:00:00Z`) - 86_400_000;
  const pac = await startPac({ kind, stampedAfter: 400, clock: () => new Date(Date.now() - sinceIssue) });
  copyIssuing(join(folder, 'cfdi'));
  const path = join(folder, 'cfdi/connectors', `${connector}.yaml`);
  let text = readFileSync(path, 'utf8');
  for (const [long, short] of shorter) {
    expect(text).toContain(long);
    text = text.replaceAll(long, short);
  }
  writeFileSync(path, text);
  mkdirSync(join(folder, 'vault'));
  const taxpayer = makeTestTaxpayer({ rfc: invoice.seller.taxId, name: invoice.seller.name });
  writeFileSync(join(folder, 'vault/csd.pem'), taxpayer.certificatePem + taxpayer.privateKeyPem);
  writeFileSync(join(folder, 'vault/pacPassword.secret'), 'any');
  writeFileSync(join(folder, 'vault/swToken.secret'), pac.token);
  for (let number = 0; number <= runs; number++) {
    writeFileSync(join(folder, `${number}.json`), JSON.stringify({ ...invoice, number: `K${number}` }));
    const lines = [
      'name: local',
      `store: { folder: store/${number} }`,
      'vault: { folder: vault }',
      `allowedHosts: ["http://127.0.0.1:${pac.port}"]`,
      `settings: { pac: ${connector}, pacUrl: "${pac.url}", pacUser: any, swApiUrl: "${pac.url}" }`,
    ];
    writeFileSync(join(folder, `${number}.yaml`), lines.join('\n'));
  }
  const feature = await openFeature(join(folder, 'cfdi'));
  expect(feature.pipelines.issue?.steps.map(({ id }) => id)).toEqual(steps);
  return { folder, pac, feature, invoice };
}

const run = ({ folder }: World, number: number, kill?: Kill) =>
  timbre(['run', './cfdi/issue', `${number}.json`, '-e', `${number}.yaml`], {
    cwd: folder,
    ...(kill === undefined ? {} : { kill }),
  });

/** Milliseconds that a process takes from the first thing that it writes to its end. */
async function measureRun(here: World): Promise<number> {
  let since = 0;
  const begun = () => {
    if (!existsSync(join(here.folder, 'store/0/runs'))) return false;
    since = performance.now();
    return true;
  };
  const calm = await run(here, 0, { begun, after: 60_000 });
  expect(calm.code, calm.stdout + calm.stderr).toBe(0);
  return performance.now() - since;
}

/** What an operator and an ERP do after a crash: what is open goes on, and what was never recorded is submitted again. */
async function goOn(here: World, number: number): Promise<string> {
  // What the run is pinned to is what stands in the folder: it need not be compiled for each kill.
  const compile = () => here.feature;
  const environment = openEnvironment(readConfig(join(here.folder, `${number}.yaml`)), { compile });
  try {
    for await (const run of environment.engine.open()) await environment.engine.advance(run, { patience: 30_000 });
    const data = readFileSync(join(here.folder, `${number}.json`));
    const { pipeline, context } = choose(here.feature, 'issue', { ...here.invoice, number: `K${number}` }, {});
    const { engine } = environment;
    const again = await engine.advance(await engine.submit({ feature: here.feature, pipeline, context, data }), {
      patience: 30_000,
    });
    const report = again.sameAs === undefined ? again : await engine.read(again.sameAs);
    expect(report, JSON.stringify(report.problems)).toMatchObject({ state: 'completed', outcome: 'accepted' });
    return String(report.values.uuid);
  } finally {
    await environment.close();
  }
}

/** Every entry is whole JSON, and every document has the hash that its name says. */
function tornFiles(store: string): string[] {
  return readdirSync(store, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('.drafts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const bytes = readFileSync(path);
      const named = /\.([0-9a-f]{16})\.\w+$/.exec(path)?.[1];
      if (named) return createHash('sha256').update(bytes).digest('hex').slice(0, 16) !== named;
      try {
        if (path.endsWith('.json')) linesOf(bytes);
        return false;
      } catch {
        return true;
      }
    });
}

/** How far a process had got, by the last entry it left: so that it shows whether the kills met every part of a run. */
function lastEntry(store: string): string {
  if (!existsSync(store)) return 'nothing';
  const entries = readdirSync(store, { recursive: true })
    .map(String)
    .filter((path) => /journal.\d+\.json$/.test(path))
    .sort();
  const last = entries.at(-1);
  if (last !== undefined) return String(linesOf(readFileSync(join(store, last))).at(-1)?.type);
  return existsSync(join(store, 'open')) ? 'scheduled' : 'nothing';
}

const linesOf = (bytes: Buffer): { readonly type?: unknown }[] =>
  bytes
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

describe.runIf(isBuilt).each(pacs)('timbre run, killed -9, by $pac, which $kind', (one) => {
  let here: World;
  beforeAll(async () => {
    here = await world(one);
  }, 60_000);
  afterAll(async () => {
    await here.pac.close();
    rmSync(here.folder, { recursive: true, force: true });
  });

  it(`loses nothing, stamps nothing twice and tears no file at ${kills} random moments`, async () => {
    const { folder, pac } = here;
    const span = await measureRun(here);
    let begun = 0;
    let killed = 0;
    const uuids = new Map<number, string>();
    const met = new Map<string, number>();
    const worker = async () => {
      while (killed < kills && begun < runs) {
        const number = ++begun;
        const store = join(folder, 'store', String(number));
        const { code } = await run(here, number, {
          begun: () => existsSync(join(store, 'runs')),
          after: Math.random() * span,
        });
        if (code === undefined) {
          killed++;
          const where = lastEntry(store);
          met.set(where, (met.get(where) ?? 0) + 1);
        }
        uuids.set(number, await goOn(here, number));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));

    const folios = pac.ledger.map(({ document }) => /Folio="(\w+)"/.exec(document)?.[1]);
    const doubled = folios.length - new Set(folios).size;
    const known = (number: number, uuid: string) =>
      pac.ledger.some((entry) => entry.uuid === uuid && entry.document.includes(`Folio="K${number}"`));
    const lost = [...uuids].filter(([number, uuid]) => !known(number, uuid));
    const torn = tornFiles(join(folder, 'store'));
    console.log(
      `${one.pac}, ${one.kind}: ${killed} killed after ${JSON.stringify(Object.fromEntries(met))}: lost ${lost.length}, doubled ${doubled}, torn ${torn.length}`,
    );
    expect(uuids.size).toBe(begun);
    expect(lost).toEqual([]);
    expect(doubled).toBe(0);
    expect(torn).toEqual([]);
    expect(killed).toBeGreaterThanOrEqual(kills);
    expect(met.size, 'parts of a run that a kill met').toBeGreaterThan(1);
  }, 150_000);
});
