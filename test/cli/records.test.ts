import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inProcess } from './in-process.ts';

const invoice = new URL('../../features/mx/cfdi/cases/invoice/input.json', import.meta.url).pathname;

let home = '';
let run = '';
let environment = '';
let told: unknown;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'timbre-records-'));
  environment = fileWith('retention: { years: 10 }');
  // Of its own number: the sandbox of the checkout keeps what it stamps, and `npm start` sends the invoice as it is.
  const input = join(home, 'input.json');
  writeFileSync(input, JSON.stringify({ ...JSON.parse(readFileSync(invoice, 'utf8')), number: `R${Date.now()}` }));
  const { stdout } = await inProcess(['run', 'mx/cfdi', input, '--sandbox', '-e', environment, '--json']);
  run = JSON.parse(stdout).run;
  told = JSON.parse(stdout).record;
}, 60_000);
afterAll(() => rmSync(home, { recursive: true }));

function fileWith(more: string): string {
  const file = join(home, `timbre-${more.length}.yaml`);
  writeFileSync(file, `name: local\nstore: { folder: store }\nvault: { folder: vault }\n${more}\n`);
  return file;
}

const filesOf = (folder: string): string[] =>
  readdirSync(join(home, 'store', folder), { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name));

it('a real run is proven whole, and by the hash that was kept', async () => {
  const { code, stdout } = await inProcess(['log', run, '--verify', '-e', environment, '--json']);
  const found = JSON.parse(stdout);
  expect(code).toBe(0);
  expect(found).toMatchObject({ sound: true, unnamed: [], record: told });
  expect(found.anchored).toBe(found.record.entries);
  const kept = ['log', run, '--verify', found.record.sha256, '-e', environment];
  expect((await inProcess(kept)).code).toBe(0);
  expect((await inProcess(['log', run, '--verify', 'f'.repeat(64), '-e', environment])).code).toBe(1);
});

it('is on the list of runs where the filters hold for it, and nowhere else', async () => {
  const listed = async (...filters: string[]) =>
    JSON.parse((await inProcess(['list', '-e', environment, ...filters, '--json'])).stdout);
  const one = { runs: [expect.objectContaining({ run, state: 'completed', outcome: 'accepted' })], more: false };
  expect(await listed()).toEqual(one);
  expect(await listed('--state', 'held', 'completed', '--outcome', 'accepted')).toEqual(one);
  for (const filters of [
    ['--state', 'held'],
    ['--outcome', 'none'],
    ['--says', 'refused'],
    ['--until', '2020-01-31'],
  ])
    expect(await listed(...filters)).toEqual({ runs: [], more: false });
  for (const filters of [
    ['--state', 'finished'],
    ['--from', 'then'],
    ['--until', '2026-02-31'],
    ['--from', '2026-02-02', '--until', '2026-02-01'],
    ['--limit', '0'],
  ])
    expect((await listed(...filters)).problems).toMatchObject([{ code: 'USAGE' }]);
  const { stdout } = await inProcess(['list', '-e', environment]);
  expect(stdout).toContain(`${run}  completed, accepted`);
});

it('shows one byte of any of its files, whichever it is', async () => {
  const files = [...filesOf(`runs/${run.slice(0, 8)}`), ...filesOf('list'), ...filesOf('runs/features')];
  expect(files.length).toBeGreaterThan(10);
  // Each kind of file; every byte of every kind is tried in test/engine/run/verify.test.ts.
  for (const [at, file] of files.filter((_, at) => at % 4 === 0).entries()) {
    const bytes = readFileSync(file);
    const flipped = Buffer.from(bytes);
    const place = (at * 7919) % bytes.length;
    flipped[place] = (flipped[place] ?? 0) ^ 1;
    writeFileSync(file, flipped);
    const { code } = await inProcess(['log', run, '--verify', '-e', environment, '--json']);
    writeFileSync(file, bytes);
    expect(code, file).toBe(1);
  }
});

it('what must be kept is not purged, whatever is asked', async () => {
  const refused: readonly (readonly [string, string, ...string[]])[] = [
    ['RETENTION_RUNS', environment, '--before', '2090-01-01'],
    ['USAGE', environment, '--before', 'then'],
    ['ENVIRONMENT_INVALID', fileWith('')],
  ];
  for (const [problem, file, ...parameters] of refused) {
    const { code, stdout } = await inProcess(['purge', '-e', file, ...parameters, '--json']);
    expect([JSON.parse(stdout).problems[0].code, code > 0]).toEqual([problem, true]);
  }
  const { code, stdout } = await inProcess(['purge', '-e', environment]);
  expect([code, stdout]).toEqual([0, '0 runs, 0 files purged; 0 old ones kept.\n']);
});

it('drafts of processes that died go with a purge', async () => {
  const draft = join(home, 'store', '.drafts', 'left');
  writeFileSync(draft, '');
  utimesSync(draft, 0, 0);
  await inProcess(['purge', '-e', environment]);
  expect(readdirSync(join(home, 'store', '.drafts'))).toEqual([]);
});

it('the log of a run tells what came later of it', async () => {
  const cancel = new URL('../../features/mx/cfdi/cases/cancel/input.json', import.meta.url).pathname;
  const given = ['run', 'mx/cfdi', cancel, '--original', run, '--sandbox', '-e', environment, '--json'];
  const later = JSON.parse((await inProcess(given)).stdout);
  expect(later).toMatchObject({ pipeline: 'cancel', original: run });
  const asJson = await inProcess(['log', run, '-e', environment, '--json']);
  expect(JSON.parse(asJson.stdout).later).toMatchObject([{ run: later.run, state: later.state, original: run }]);
  const lines = (await inProcess(['log', run, '-e', environment])).stdout.split('\n');
  expect(lines.find((line) => line.includes(later.run))).toContain(`cancel: ${later.state}`);
});
