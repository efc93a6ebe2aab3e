import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Pac } from '../../../sandbox/index.ts';
import { readXml } from '../../../sandbox/read-xml.ts';
import { askStatus, signedCancelacion } from './cancelacion.ts';
import { issuer, sealedInvoice } from './invoice.ts';
import { call } from './post.ts';
import { authenticate, getRest, postRest, restPac } from './rest.ts';

const HOUR = 3_600_000;
let now = new Date();
let pac: Pac;
let folio = 0;
const invoice = (): string => sealedInvoice({ folio: `R${++folio}` });

beforeAll(async () => {
  pac = await restPac({ clock: () => now });
});
afterAll(() => pac.close());

const timbreUuid = (text = ''): string | undefined => /TimbreFiscalDigital[^>]* UUID="([^"]*)"/.exec(text)?.[1];
const decoded = (text = ''): string => Buffer.from(text, 'base64').toString();

describe('stamping by REST', () => {
  const versions = [
    ['v1', ['tfd']],
    ['v2', ['cfdi', 'tfd']],
    ['v3', ['cfdi']],
    [
      'v4',
      [
        'cadenaOriginalSAT',
        'cfdi',
        'fechaTimbrado',
        'noCertificadoCFDI',
        'noCertificadoSAT',
        'selloCFDI',
        'selloSAT',
        'uuid',
      ],
    ],
  ] as const;

  test.each(versions)('%s answers with %j', async (version, members) => {
    const answer = await postRest(pac, invoice(), { path: `v4/cfdi33/stamp/${version}` });
    expect(answer).toMatchObject({ http: 200, status: 'success' });
    expect(Object.keys(answer.data ?? {}).sort()).toEqual(members);
    const { uuid } = pac.ledger.at(-1) ?? {};
    for (const part of [answer.data?.cfdi, answer.data?.tfd]) if (part) expect(timbreUuid(part)).toBe(uuid);
    if (version === 'v4') expect(answer.data).toMatchObject({ uuid, noCertificadoCFDI: issuer.certificateNumber });
  });

  test('b64 takes and gives base64; the path without v4 is the same', async () => {
    const answer = await postRest(pac, invoice(), { path: 'cfdi33/stamp/v2/b64' });
    expect(timbreUuid(decoded(answer.data?.cfdi))).toBe(pac.ledger.at(-1)?.uuid);
    expect(readXml(decoded(answer.data?.tfd)).name).toBe('TimbreFiscalDigital');
  });

  test('takes a JSON object too', async () => {
    const document = invoice();
    const answer = await postRest(pac, document, { json: true, path: 'v4/cfdi33/stamp/v4' });
    expect(answer).toMatchObject({ http: 200, data: { uuid: pac.ledger.at(-1)?.uuid } });
    expect(answer.data?.cfdi?.replace(/<cfdi:Complemento>.*<\/cfdi:Complemento>/, '')).toBe(document);
  });

  test('stamps anew each time when there is no key', async () => {
    const document = invoice();
    const uuids = [await postRest(pac, document), await postRest(pac, document)].map(({ data }) =>
      timbreUuid(data?.tfd),
    );
    expect(new Set(uuids).size).toBe(2);
    expect(pac.ledger.slice(-2).map(({ uuid, answered }) => [uuid, answered])).toEqual(
      uuids.map((uuid) => [uuid, true]),
    );
  });

  test('refuses with status 400 and the code at the beginning', async () => {
    const wrong = (from: string, to: string) => postRest(pac, invoice().replace(from, to), { customId: 'refused' });
    expect(await wrong('Descripcion="Otro"', 'Descripcion="Otra"')).toMatchObject({
      http: 400,
      status: 'error',
      message: '302. Sello mal formado o inválido.',
      data: null,
    });
    expect((await wrong('</cfdi:Comprobante>', '')).message).toMatch(/^301\. /);
    const total = sealedInvoice({ before: (xml) => xml.replace('Total="307.40"', 'Total="1.00"') });
    expect(await postRest(pac, total)).toMatchObject({ message: expect.stringMatching(/^CFDI40119 - /) });
    // A refusal does not use the key up.
    expect(await postRest(pac, invoice(), { customId: 'refused' })).toMatchObject({ http: 200 });
  });

  test('refuses what brings no document', async () => {
    const headers = { authorization: `Bearer ${pac.token}` };
    const url = `${pac.url}/v4/cfdi33/stamp/v4`;
    for (const body of ['{}', '{"xml":"<x/>"}', 'nothing']) {
      const type = { 'content-type': 'application/json' };
      expect((await fetch(url, { method: 'POST', headers: { ...headers, ...type }, body })).status).toBe(400);
    }
    expect((await fetch(url, { method: 'POST', headers, body: new FormData() })).status).toBe(400);
    expect((await fetch(url, { headers })).status).toBe(405);
    expect((await fetch(`${pac.url}/v4/cfdi33/stamp/v5`, { method: 'POST', headers })).status).toBe(404);
  });
});

describe('an idempotency key', () => {
  test('with the same bytes again: 307, with the first stamp', async () => {
    const document = invoice();
    const before = pac.ledger.length;
    const first = await postRest(pac, document, { customId: 'same' });
    const again = await postRest(pac, document, { customId: 'same' });
    expect(again).toMatchObject({ http: 400, status: 'error', data: first.data });
    expect(again.message).toMatch(/^307\. /);
    expect(pac.ledger.length).toBe(before + 1);
  });

  test('with other bytes: CFDI3307, whose timbre is that of the first', async () => {
    const first = await postRest(pac, invoice(), { customId: 'other' });
    const second = await postRest(pac, invoice(), { customId: 'other' });
    expect(second).toMatchObject({ http: 400, data: { tfd: first.data?.tfd, cfdi: '' } });
    expect(second.message).toMatch(/^CFDI3307 - /);
    expect(pac.ledger.filter(({ customId }) => customId === 'other')).toHaveLength(1);
  });

  test('of another document with another key is a stamp of its own, and so are the same bytes', async () => {
    const document = invoice();
    const [one, two] = [
      await postRest(pac, document, { customId: 'one' }),
      await postRest(pac, document, { customId: 'two' }),
    ];
    expect(timbreUuid(one.data?.tfd)).not.toBe(timbreUuid(two.data?.tfd));
  });

  test('has 100 letters at most, and 72 hours', async () => {
    expect(await postRest(pac, invoice(), { customId: 'x'.repeat(101) })).toMatchObject({ http: 400 });
    const own = await restPac({ clock: () => now });
    const document = invoice();
    await postRest(own, document, { customId: 'x'.repeat(100) });
    expect((await postRest(own, document, { customId: 'x'.repeat(100) })).message).toMatch(/^307\./);
    const later = now;
    now = new Date(now.getTime() + 72 * HOUR);
    expect((await postRest(own, document, { customId: 'x'.repeat(100) })).http).toBe(200);
    now = later;
    await own.close();
  });

  test('is asked for: the record of the stamp, or none', async () => {
    const answer = await postRest(pac, invoice(), { customId: 'a key/with ?' });
    const uuid = timbreUuid(answer.data?.tfd) ?? '';
    const ask = async (path: string) => (await getRest(pac, `datawarehouse/v1/live${path}`)).records;
    const [found] = await ask(`?customid=${encodeURIComponent('a key/with ?')}`);
    expect(found).toMatchObject({ uuid, customId: 'a key/with ?', status: 'vigente' });
    expect(await ask(`/${uuid}`)).toEqual([found]);
    expect(await (await fetch(found?.urlXml ?? '')).text()).toBe(answer.data?.cfdi);
    expect(await ask('?customid=never')).toEqual([]);
    expect((await getRest(pac, 'datawarehouse/v1/live')).http).toBe(400);
  });
});

describe('the two PACs', () => {
  test('do not know of each other; SAT knows of both', async () => {
    const document = invoice();
    const soap = await call(pac, 'stamp', document);
    expect((await postRest(pac, document)).http).toBe(200);
    const { uuid = '' } = pac.ledger.at(-1) ?? {};
    expect(uuid).not.toBe(soap.uuid);
    expect((await getRest(pac, `datawarehouse/v1/live/${soap.uuid}`)).records).toEqual([]);
    expect((await askStatus(pac, uuid))[2]).toBe('Vigente');
    expect((await askStatus(pac, soap.uuid ?? ''))[2]).toBe('Vigente');
    const fresh = invoice();
    await postRest(pac, fresh);
    expect((await call(pac, 'stamped', fresh)).code).toBe('603');
  });
});

describe('cancelling by REST', () => {
  const path = 'cfdi33/cancel/xml';

  test('gives the receipt and the state of the UUID', async () => {
    const uuid = timbreUuid((await postRest(pac, invoice())).data?.tfd) ?? '';
    const answer = await postRest(pac, signedCancelacion({ uuid }), { path });
    expect(answer).toMatchObject({ http: 200, status: 'success', data: { uuid: { [uuid]: '201' } } });
    expect(answer.data?.acuse).toContain('<EstatusUUID>201</EstatusUUID>');
    expect(await postRest(pac, signedCancelacion({ uuid }), { path, json: true })).toMatchObject({
      data: { uuid: { [uuid]: '202' } },
    });
    const { records } = await getRest(pac, `datawarehouse/v1/live/${uuid}`);
    expect(records[0]?.status).toBe('cancelado');
  });

  test('refuses with what SAT says, or with what is wrong with the request', async () => {
    const unknown = signedCancelacion({ uuid: '00000000-0000-4000-8000-000000000001' });
    expect(await postRest(pac, unknown, { path })).toMatchObject({ http: 400, message: '205. UUID no encontrado.' });
    const changed = unknown.replace('Motivo="02"', 'Motivo="03"');
    expect(await postRest(pac, changed, { path })).toMatchObject({
      http: 400,
      message: 'CACFDI33 - Problemas con el xml.',
      messageDetail: expect.stringMatching(/^CA302 - /),
    });
  });
});

describe('a token', () => {
  test('comes for user and password, and expires after two hours', async () => {
    const own = await restPac({ clock: () => now });
    const { data } = await authenticate(own, 'user', 'secret');
    expect(data).toMatchObject({ tokeny_type: 'Bearer', expires_in: Math.floor((now.getTime() + 2 * HOUR) / 1000) });
    const token = data?.token ?? '';
    expect((await postRest(own, invoice(), { token })).http).toBe(200);
    const later = now;
    now = new Date(now.getTime() + 2 * HOUR);
    expect(await postRest(own, invoice(), { token })).toMatchObject({ http: 401, status: 'error' });
    expect((await postRest(own, invoice())).http).toBe(200);
    now = later;
    await own.close();
  });

  test('does not come for another password, nor is another one taken', async () => {
    expect(await authenticate(pac, 'user', 'guess')).toMatchObject({
      http: 400,
      status: 'error',
      message: expect.stringMatching(/^AU2000 - /),
    });
    for (const token of ['guess', '']) expect((await postRest(pac, invoice(), { token })).http).toBe(401);
    expect((await getRest(pac, 'datawarehouse/v1/live?customid=x', 'guess')).http).toBe(401);
    const url = `${pac.url}/cfdi33/cancel/xml`;
    expect((await fetch(url, { method: 'POST' })).status).toBe(401);
  });
});

test('requests are counted by what they ask, whichever the PAC', () => {
  const asked = new Set(pac.requests.map(({ operation }) => operation));
  expect(asked).toEqual(new Set(['stamp', 'stamped', 'cancel', 'status', 'authenticate']));
});
