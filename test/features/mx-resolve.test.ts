import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEngine, HttpFailure, type Ports } from '../../engine/index.ts';
import { type Pac, startPac } from '../../sandbox/index.ts';
import { folder } from './mx/alone.ts';
import { fillVault } from './mx/vault.ts';
import { issue, openPlace } from './place.ts';

const place = await openPlace(folder, 'invoice');
let pac: Pac;
let mute = false;

beforeAll(async () => {
  pac = await startPac({ kind: 'stamps-every-post', clock: place.clock.now });
  fillVault(place);
});
afterAll(async () => {
  await pac.close();
  await place.close();
});

/** The PAC answers while it is not mute: it takes the document then, too. */
function portsOf(): Ports {
  const deaf: Ports['http'] = {
    async send(request) {
      const answer = await place.http.send(request);
      if (mute) throw new HttpFailure('timeout', true, 'no answer');
      return answer;
    },
  };
  return place.open({ pacUrl: pac.url, pacUser: 'any' }, deaf).ports;
}

const numbered = (number: string) => ({ ...place.invoice, number });

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
    expect(await issue(engine, place.feature, numbered('R1'))).toMatchObject({ state: 'completed' });
    mute = true;
    const held = await issue(engine, place.feature, numbered('R2'));
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
