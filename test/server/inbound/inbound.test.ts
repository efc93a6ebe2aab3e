import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { zipOf } from '../../platform/inbound/files.ts';
import { type Holder, openWorld, type World } from '../world.ts';

let world: World;
/** A CFDI as its receiver gets it. */
let cfdi: Buffer;
beforeAll(async () => {
  world = await openWorld();
  const { id } = (await world.submit('acme', 'I-1')).body;
  const { documents } = (await world.settled('acme', id)).body;
  const stamped = documents.findLast(({ mediaType }: { mediaType: string }) => mediaType === 'application/xml');
  cfdi = (await world.ask('acme', stamped.href)).body;
}, 30_000);
afterAll(() => world.close());

const hand = async (bytes: Uint8Array, who: Holder | 'nobody' = 'acme', channel = 'portal', type = 'application/xml') =>
  world.ask(who, `/inbound/${channel}?name=cfdi.xml`, {
    method: 'POST',
    body: bytes,
    headers: { 'content-type': type },
  });
const list = async (who: Holder, query = '') =>
  (await world.ask(who, `/inbound${query}`)).body.arrivals.map(({ id }: { id: string }) => id);

describe('a document that comes in', () => {
  it('is checked and read by the feature that recognises it, and there until the ERP has it', async () => {
    const { status, headers, body } = await hand(cfdi);
    expect(status).toBe(202);
    expect(headers.get('location')).toBe(body.links.self);
    expect(body).toMatchObject({ channel: 'portal', legalEntity: 'acme', name: 'cfdi.xml', problems: [] });
    const [{ id }] = body.submissions;
    expect((await world.settled('acme', id)).body).toMatchObject({ pipeline: 'receive', state: 'completed' });
    const arrival = (await world.ask('acme', body.links.self)).body;
    expect(arrival.submissions).toMatchObject([
      { id, file: 'cfdi.xml', feature: 'mx/cfdi', state: 'completed', values: { uuid: expect.any(String) } },
    ]);
    expect((await world.ask('acme', body.links.file)).body.equals(cfdi)).toBe(true);
    expect(await list('acme')).toEqual([body.id]);
    expect((await hand(cfdi)).body.submissions).toEqual(arrival.submissions);
    const acknowledge = await world.ask('acme', `${body.links.self}/acknowledge`, { method: 'POST' });
    expect(acknowledge.status).toBe(204);
    expect(await list('acme')).toEqual([]);
    expect((await world.ask('acme', body.links.self)).status).toBe(200);
  });

  it('may be a ZIP of them; JSON that is none of ours is a file like every other', async () => {
    const zip = await world.ask('operator', '/inbound/central', { method: 'POST' });
    expect(zip).toMatchObject({ status: 403 });
    const zipped = await hand(await zipOf({ 'a.txt': Buffer.from('no') }), 'acme', 'portal', 'application/zip');
    expect(zipped.body.problems).toMatchObject([{ code: 'INBOUND_UNRECOGNISED' }]);
    const json = await hand(Buffer.from('{"a": '), 'acme', 'portal', 'application/json');
    expect(json).toMatchObject({ status: 202, body: { problems: [{ code: 'INBOUND_UNRECOGNISED' }] } });
  });

  it('is listed page by page, the oldest first', async () => {
    const ids = await list('acme');
    expect(ids.length).toBeGreaterThan(1);
    const { arrivals, next } = (await world.ask('acme', '/inbound?limit=1')).body;
    expect(arrivals.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 1));
    expect(await list('acme', `?after=${next}`)).toEqual(ids.slice(1));
    expect(await list('acme', '?channel=central')).toEqual([]);
    for (const query of ['limit=0', 'chanel=portal', 'channel=portal&channel=central'])
      expect(await world.ask('acme', `/inbound?${query}`), query).toMatchObject({
        status: 422,
        body: { code: 'REQUEST_INVALID' },
      });
  });

  it.each<[string, Uint8Array, string, number, string]>([
    ['to a channel that there is not', Buffer.from('<a/>'), 'none', 404, 'INBOUND_UNKNOWN'],
    ['that is empty', new Uint8Array(), 'portal', 422, 'INBOUND_EMPTY'],
    ['that is too large', Buffer.alloc(1_000_001, 'x'), 'portal', 413, 'INPUT_TOO_LARGE'],
  ])('is refused %s', async (_, bytes, channel, status, code) => {
    expect(await hand(bytes, 'acme', channel)).toMatchObject({ status, body: { code } });
  });
});

describe('tenants', () => {
  let id = '';
  beforeAll(async () => {
    id = (await hand(Buffer.from('<theirs/>'))).body.id;
  });

  const routes: [string, string][] = [
    ['GET', ''],
    ['GET', '/file'],
    ['POST', '/acknowledge'],
    ['POST', '/retry'],
  ];
  it.each(routes)('%s /inbound/{id}%s of another is not there', async (method, path) => {
    const answer = await world.ask('bolt', `/inbound/${id}${path}`, { method });
    expect(answer).toMatchObject({ status: 404, body: { code: 'INBOUND_UNKNOWN' } });
    expect(await world.ask('nobody', `/inbound/${id}${path}`, { method })).toMatchObject({ status: 401 });
  });

  it('neither see what is not theirs, nor hand over for others', async () => {
    expect(await list('bolt')).toEqual([]);
    expect(await list('operator')).toContain(id);
    for (const channel of ['portal', 'central'])
      expect(await hand(cfdi, 'bolt', channel)).toMatchObject({ status: 404, body: { code: 'INBOUND_UNKNOWN' } });
    expect(await hand(cfdi, 'reader')).toMatchObject({ status: 403 });
    expect(await hand(cfdi, 'nobody')).toMatchObject({ status: 401 });
    for (const path of ['..%2f..%2fruns', 'x', id.toUpperCase()])
      expect(await world.ask('acme', `/inbound/${path}`)).toMatchObject({ status: 404 });
  });

  it('read anew what they may operate', async () => {
    expect(await world.ask('writer', `/inbound/${id}/retry`, { method: 'POST' })).toMatchObject({ status: 403 });
    expect(await world.ask('acme', `/inbound/${id}/retry`, { method: 'POST' })).toMatchObject({
      status: 200,
      body: { id, problems: [{ code: 'INBOUND_UNRECOGNISED' }] },
    });
  });
});
