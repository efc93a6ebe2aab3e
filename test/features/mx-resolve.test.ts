import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { choose } from '../../cli/commands/run.ts';
import { putSecrets } from '../../cli/sandbox/wiring.ts';
import { createEngine, HttpFailure, type Ports } from '../../engine/index.ts';
import { localConfig, openEnvironment } from '../../platform/environment/index.ts';
import { createHttp } from '../../platform/http/index.ts';
import { memoryStore } from '../../platform/store/index.ts';
import { makeTestTaxpayer, type Pac, startPac } from '../../sandbox/index.ts';
import { opening } from '../../scripts/services/opened.ts';
import { folder } from './mx/alone.ts';

const feature = await opening(folder);
const invoice = JSON.parse(readFileSync(join(folder, 'cases/invoice/input.json'), 'utf8'));
const home = mkdtempSync(join(tmpdir(), 'timbre-resolve-'));
const http = createHttp({ allowedHosts: [], allowLoopback: true });
let now = Date.parse(`${invoice.issueDate}T18:00:00Z`);
const clock = {
  now: () => new Date(now),
  monotonic: () => now,
  async sleep(milliseconds: number) {
    now += milliseconds;
  },
};
let pac: Pac;
let mute = false;

beforeAll(async () => {
  pac = await startPac({ kind: 'stamps-every-post', clock: clock.now });
  const vault = join(home, 'vault');
  putSecrets({ pacPassword: 'any' }, vault);
  const taxpayer = makeTestTaxpayer({ rfc: invoice.seller.taxId, name: invoice.seller.name });
  writeFileSync(join(vault, 'csd.pfx'), taxpayer.pfx('test', 'modern'));
  writeFileSync(join(vault, 'csd.password'), 'test');
});
afterAll(async () => {
  await pac.close();
  await http.close();
  rmSync(home, { recursive: true, force: true });
});

/** The PAC answers while it is not mute: it takes the document then, too. */
function portsOf(): Ports {
  const settings = { pacUrl: pac.url, pacUser: 'any' };
  const config = { ...localConfig(home), vault: { folder: join(home, 'vault') }, settings };
  const deaf: Ports['http'] = {
    async send(request) {
      const answer = await http.send(request);
      if (mute) throw new HttpFailure('timeout', true, 'no answer');
      return answer;
    },
  };
  return openEnvironment(config, { http: deaf, clock, store: memoryStore(), compile: () => feature }).ports;
}

async function issue(engine: ReturnType<typeof createEngine>, number: string) {
  const data = { ...invoice, number };
  const { pipeline, context } = choose(feature, 'issue', data, {});
  const run = await engine.submit({ feature, pipeline, context, data: Buffer.from(JSON.stringify(data)) });
  return engine.advance(run, { patience: 1e9 });
}

const stampOf = (number: string) => {
  const stamp = pac.ledger.find(({ document }) => document.includes(` Folio="${number}"`));
  if (!stamp) throw new Error(`no stamp of ${number}`);
  return stamp;
};

const found = ({ uuid, document }: { uuid: string; document: string }) => ({
  verdict: 'accepted' as const,
  by: 'Ana',
  why: 'the PAC’s portal shows it',
  found: { documents: { document: Buffer.from(document) }, values: { uuid } },
});

describe('a CFDI of which the PAC says nothing any more, found in its portal', () => {
  it('is taken when it is the one that was sealed here; another one, or another UUID, is not', async () => {
    const engine = createEngine(portsOf());
    mute = false;
    expect(await issue(engine, 'R1')).toMatchObject({ state: 'completed' });
    mute = true;
    const held = await issue(engine, 'R2');
    expect(held).toMatchObject({ state: 'held', outcome: 'unknown' });
    const [other, own] = [stampOf('R1'), stampOf('R2')];
    for (const wrong of [other, { uuid: other.uuid, document: own.document }])
      await expect(engine.resolve(held.run, found(wrong))).rejects.toMatchObject({ code: 'RESOLUTION_UNPROVEN' });
    const unknown = { ...found(own), found: { documents: {}, values: { folio: 'x' } } };
    await expect(engine.resolve(held.run, unknown)).rejects.toMatchObject({ code: 'RESOLUTION_UNFIT' });
    await engine.resolve(held.run, found(own));
    const report = await engine.advance(held.run);
    expect(report).toMatchObject({ state: 'completed', outcome: 'accepted', values: { uuid: own.uuid } });
    expect(pac.ledger.filter(({ document }) => document.includes(' Folio="R2"'))).toHaveLength(1);
  });
});
