import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownFeatures } from '../../platform/environment/index.ts';
import { makeTestTaxpayer, type Pac, startPac } from '../../sandbox/index.ts';
import { isBuilt, timbre } from './timbre.ts';

const kills = 50;
const atOnce = 2;

/** The connector's times, shortened so that what a kill leaves is settled within the test; the order between them stays. */
const shorter: readonly [string, string][] = [
  ['timeout: 30s', 'timeout: 1s'],
  ['settle: 60s', 'settle: 1600ms'],
  ['startWithin: 5s', 'startWithin: 500ms'],
  ['every: 5s', 'every: 200ms'],
  ['attempts: 5', 'attempts: 12'],
];

interface World {
  readonly folder: string;
  readonly pac: Pac;
}

async function world(kind: 'detects-duplicates' | 'stamps-every-post'): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'timbre-kill-'));
  const invoice = JSON.parse(readFileSync(join(ownFeatures, 'mx/cfdi/cases/invoice/input.json'), 'utf8'));
  const clock = () => new Date(Date.parse(`${invoice.issueDate}T12:00:00Z`) + 86_400_000);
  const pac = await startPac({ kind, stampedAfter: 400, clock });
  cpSync(join(ownFeatures, 'mx/cfdi'), join(folder, 'cfdi'), { recursive: true });
  const connector = join(folder, 'cfdi/connectors/finkok.yaml');
  let text = readFileSync(connector, 'utf8');
  for (const [long, short] of shorter) {
    expect(text).toContain(long);
    text = text.replaceAll(long, short);
  }
  writeFileSync(connector, text);
  mkdirSync(join(folder, 'vault'));
  const taxpayer = makeTestTaxpayer({ rfc: invoice.seller.taxId, name: invoice.seller.name });
  writeFileSync(join(folder, 'vault/csd.pfx'), taxpayer.pfx('test', 'modern'));
  writeFileSync(join(folder, 'vault/csd.password'), 'test');
  writeFileSync(join(folder, 'vault/pacPassword.secret'), 'any');
  writeFileSync(
    join(folder, 'timbre.yaml'),
    [
      'name: local',
      'store: { folder: store }',
      'vault: { folder: vault }',
      `allowedHosts: ["http://127.0.0.1:${pac.port}"]`,
      `settings: { pac: finkok, pacUrl: "${pac.url}", pacUser: any }`,
    ].join('\n'),
  );
  for (let number = 0; number < kills; number++) {
    writeFileSync(join(folder, `${number}.json`), JSON.stringify({ ...invoice, number: `K${number}` }));
  }
  return { folder, pac };
}

const run = (folder: string, number: number, killAfter?: number) =>
  timbre(['run', './cfdi/issue', `${number}.json`, '-e', 'timbre.yaml', '--json'], {
    cwd: folder,
    ...(killAfter === undefined ? {} : { killAfter }),
  });

/** Kills the first process, then does what an operator does: resumes what is open, and submits again what was never recorded. */
async function killAndGoOn(
  folder: string,
  number: number,
  killAfter: number,
): Promise<{ uuid: string; killed: boolean }> {
  const first = await run(folder, number, killAfter);
  const again = await run(folder, number);
  const answer = JSON.parse(again.stdout);
  if (answer.state === 'completed') return { uuid: answer.values.uuid, killed: first.code === undefined };
  const resumed = await timbre(['resume', answer.run, '-e', 'timbre.yaml', '--json'], { cwd: folder });
  const final = JSON.parse(resumed.stdout);
  expect(final, resumed.stdout).toMatchObject({ state: 'completed', outcome: 'accepted' });
  return { uuid: final.values.uuid, killed: first.code === undefined };
}

/** Every entry is whole JSON, and every document has the hash that its name and its entry say. */
function tornFiles(store: string): string[] {
  return readdirSync(store, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('.drafts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const bytes = readFileSync(path);
      const named = /\.([0-9a-f]{16})\.\w+$/.exec(path)?.[1];
      if (named) return createHash('sha256').update(bytes).digest('hex').slice(0, 16) !== named;
      try {
        if (path.endsWith('.json')) JSON.parse(bytes.toString('utf8'));
        return false;
      } catch {
        return true;
      }
    });
}

describe.runIf(isBuilt).each(['detects-duplicates', 'stamps-every-post'] as const)(
  'timbre run, killed -9 at %s',
  (kind) => {
    let here: World;
    beforeAll(async () => {
      here = await world(kind);
    }, 60_000);
    afterAll(async () => {
      await here.pac.close();
      rmSync(here.folder, { recursive: true, force: true });
    });

    it(`loses nothing, stamps nothing twice, and tears no file, at ${kills / 2} random moments`, async () => {
      const { folder, pac } = here;
      const began = performance.now();
      const calm = await run(folder, 0);
      const took = performance.now() - began;
      expect(calm.code, calm.stdout + calm.stderr).toBe(0);
      const numbers = Array.from({ length: kills / 2 }, (_, index) => index + 1);
      const uuids = new Map<number, string>();
      let killed = 0;
      const worker = async () => {
        for (let number = numbers.pop(); number !== undefined; number = numbers.pop()) {
          // Most of a run's life is the start of its process; the moments that matter come after it.
          const result = await killAndGoOn(folder, number, took * (0.5 + Math.random() * 0.7));
          uuids.set(number, result.uuid);
          if (result.killed) killed++;
        }
      };
      await Promise.all(Array.from({ length: atOnce }, worker));
      const stamped = pac.ledger.map(({ document }) => /Folio="(\w+)"/.exec(document)?.[1]);
      const doubled = stamped.length - new Set(stamped).size;
      const lost = [...uuids].filter(
        ([number, uuid]) =>
          !pac.ledger.some((entry) => entry.uuid === uuid && entry.document.includes(`Folio="K${number}"`)),
      );
      const hashes = new Map<string, Set<string>>();
      for (const { document, sha256 } of pac.ledger) {
        const folio = /Folio="(\w+)"/.exec(document)?.[1] ?? '';
        hashes.set(folio, (hashes.get(folio) ?? new Set()).add(sha256));
      }
      console.log(
        `${kind}: ${killed} of ${kills / 2} killed, lost ${lost.length}, doubled ${doubled}, torn ${tornFiles(join(folder, 'store')).length}`,
      );
      expect(uuids.size).toBe(kills / 2);
      expect(lost).toEqual([]);
      expect(doubled).toBe(0);
      expect(tornFiles(join(folder, 'store'))).toEqual([]);
      expect(killed).toBeGreaterThan(5);
    }, 150_000);
  },
);
