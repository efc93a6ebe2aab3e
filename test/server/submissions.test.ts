import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fail, type Store } from '../../engine/index.ts';
import { openAccess, startServer } from '../../server/index.ts';
import { type Holder, openWorld, sample, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 30_000);
afterAll(() => world.close());

describe('POST /submissions', () => {
  it('answers 202 when it is stored; the document is issued, and its UUID is told', async () => {
    const { status, body, headers } = await world.submit('acme', 'H-1');
    expect(status).toBe(202);
    expect(headers.get('location')).toBe(`/submissions/${body.id}`);
    expect(body).toMatchObject({ feature: 'mx/cfdi', pipeline: 'issue' });
    const settled = await world.settled('acme', body.id);
    expect(settled.body).toMatchObject({ state: 'completed', outcome: 'accepted', key: 'H-1' });
    expect(settled.body.values.uuid).toMatch(/^[0-9A-F-]{36}$/i);
  });

  it('gives the same answer to the same key and body, from twenty at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => world.submit('acme', 'H-2')));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  });

  it('refuses another body under the same key, and names the first', async () => {
    const first = await world.submit('acme', 'H-3');
    const second = await world.submit('acme', 'H-4', { key: 'H-3' });
    expect(second).toMatchObject({ status: 422, body: { code: 'KEY_REUSED', submission: first.body.id } });
    expect(second.headers.get('content-type')).toContain('application/problem+json');
  });

  it('answers 409 to the same fiscal document under another key, with a link to the first', async () => {
    const first = await world.submit('acme', 'H-5');
    await world.settled('acme', first.body.id);
    const second = await world.submit('acme', 'H-5', { key: 'another' });
    expect(second).toMatchObject({ status: 409, body: { code: 'IDENTITY_CLAIMED', submission: first.body.id } });
  });

  it('tells at once what is wrong in the business data, at its path', async () => {
    const invoice = sample();
    invoice.lines[1] = { ...invoice.lines[1], quantity: 'many' };
    const { status, body } = await world.submit('acme', 'H-6', { invoice });
    expect(status).toBe(422);
    expect(body.problems).toContainEqual(expect.objectContaining({ path: 'lines[1].quantity', code: 'INPUT_SCHEMA' }));
  });

  const post = (body: unknown, headers: Record<string, string> = {}) =>
    world.ask('acme', '/submissions', { method: 'POST', body, headers });
  const context = { country: 'MX', legalEntity: 'acme' };

  it.each<[string, unknown, number, string, Record<string, string>?]>([
    ['no JSON', '{"invoice": ', 400, 'INPUT_NOT_JSON'],
    ['a key twice', '{"invoice": {}, "invoice": {}}', 400, 'INPUT_NOT_JSON'],
    ['another media type', 'a=1', 400, 'INPUT_NOT_JSON', { 'content-type': 'text/plain' }],
    ['too deep', `{"invoice": ${'['.repeat(300)}${']'.repeat(300)}}`, 413, 'INPUT_TOO_LARGE'],
    ['too large', { invoice: 'x'.repeat(1_000_001) }, 413, 'INPUT_TOO_LARGE'],
    ['a list', [], 422, 'REQUEST_INVALID'],
    ['no business data', { context }, 422, 'REQUEST_INVALID'],
    ['business data that is no object', { context, invoice: [sample()] }, 422, 'REQUEST_INVALID'],
    ['a field that there is not', { invoice: {}, context, priority: 1 }, 422, 'REQUEST_INVALID'],
    [
      'a context that is no text',
      { invoice: {}, context: { legalEntity: 'acme', country: 1 } },
      422,
      'CONTEXT_INVALID',
    ],
    [
      'a context that nothing applies to',
      { invoice: sample(), context: { ...context, country: 'XX' } },
      422,
      'NO_PIPELINE',
    ],
    ['a compressed body', gzipSync('{}'), 422, 'REQUEST_INVALID', { 'content-encoding': 'gzip' }],
    ['an empty key', { invoice: sample(), context }, 422, 'REQUEST_INVALID', { 'idempotency-key': '""' }],
    ['an original that there is not', { invoice: sample(), context, original: '../../x' }, 404, 'RUN_UNKNOWN'],
  ])('refuses %s', async (_, body, status, code, headers) => {
    expect(await post(body, headers)).toMatchObject({ status, body: { code, status } });
  });
});

describe('POST /submissions:batch', () => {
  it('takes each submission by itself', async () => {
    const context = { country: 'MX', legalEntity: 'acme' };
    const one = (number: string) => ({ key: number, context, invoice: { ...sample(), number } });
    const submissions = [one('B-1'), { ...one('B-2'), invoice: {} }, one('B-3'), { ...one('B-4'), context: {} }];
    const { status, body } = await world.ask('acme', '/submissions:batch', { method: 'POST', body: { submissions } });
    expect(status).toBe(207);
    expect(body.submissions.map((each: { id?: string; status?: number }) => each.status ?? 202)).toEqual([
      202, 422, 202, 403,
    ]);
    const settled = await world.settled('acme', body.submissions[2].id);
    expect(settled.body.outcome).toBe('accepted');
  });
});

describe('GET /submissions', () => {
  it('shows log, documents, each of them, and a ZIP of all', async () => {
    const { id } = (await world.submit('acme', 'G-1')).body;
    const { documents } = (await world.settled('acme', id)).body;
    const log = await world.ask('acme', `/submissions/${id}/log`);
    expect(log.body.entries.map(({ type }: { type: string }) => type)).toEqual([
      'scheduled',
      'attempted',
      'answered',
      'finished',
    ]);
    expect(log.body.entries[2]).toMatchObject({ outcome: 'accepted', attempt: 1, status: 200 });
    const stamped = documents.findLast(({ mediaType }: { mediaType: string }) => mediaType === 'application/xml');
    const file = await world.ask('acme', stamped.href);
    expect(file.body.toString()).toContain('<cfdi:Comprobante');
    const zip = await world.ask('acme', `/submissions/${id}/documents.zip`);
    expect(zip.body.subarray(0, 2).toString()).toBe('PK');
    expect((await world.ask('acme', `/submissions/${id}/documents`)).body.documents).toEqual(documents);
  });

  it('lists page by page, filtered', async () => {
    const all = await world.ask('acme', '/submissions?limit=500');
    const ids = all.body.submissions.map(({ id }: { id: string }) => id);
    expect([...ids].sort().reverse()).toEqual(ids);
    const first = await world.ask('acme', '/submissions?limit=2');
    const second = await world.ask('acme', `/submissions?limit=2&before=${first.body.next}`);
    expect([...first.body.submissions, ...second.body.submissions].map(({ id }: { id: string }) => id)).toEqual(
      ids.slice(0, 4),
    );
    const refused = await world.ask('acme', '/submissions?outcome=refused');
    expect(refused.body).toEqual({ submissions: [], next: null });
    const none = await world.ask('acme', '/submissions?state=held,failed&outcome=none&says=refused');
    expect(none.body).toEqual({ submissions: [], next: null });
  });

  it.each([
    'limit=0',
    'limit=x',
    'from=yesterday',
    'until=2026-02-31T',
    'until=2026-02-31',
    'from=2026-02-02&until=2026-02-01',
    'state=finished',
    'outcome=refused,no',
    'says=maybe',
    'stat=held',
    'state=held&state=failed',
  ])('refuses %s', async (query) => {
    expect(await world.ask('acme', `/submissions?${query}`)).toMatchObject({
      status: 422,
      body: { code: 'REQUEST_INVALID' },
    });
  });
});

describe('POST /submissions/{id}/…', () => {
  it('replays a finished one, and refuses to resume or cancel it', async () => {
    const { id } = (await world.submit('acme', 'A-1')).body;
    await world.settled('acme', id);
    const act = (name: string, body?: unknown) =>
      world.ask('acme', `/submissions/${id}/${name}`, { method: 'POST', body });
    expect(await act('resume')).toMatchObject({ status: 409, body: { code: 'RUN_FINISHED' } });
    expect(await act('cancel')).toMatchObject({ status: 409, body: { code: 'RUN_FINISHED' } });
    expect(await act('replay', { from: 'nothing' })).toMatchObject({ status: 422, body: { code: 'RUN_STEP_UNKNOWN' } });
    expect(await act('resolve', { verdict: 'absent', why: 'asked the PAC' })).toMatchObject({
      status: 409,
      body: { code: 'RESOLUTION_UNFIT' },
    });
    const replay = await act('replay', { from: 'qr' });
    expect(replay.status).toBe(202);
    expect((await world.settled('acme', replay.body.id)).body).toMatchObject({ replayOf: id, state: 'completed' });
  });
});

describe('tenants', () => {
  const routes: [string, string, string][] = [
    ['GET', '', 'read'],
    ['GET', '/log', 'read'],
    ['GET', '/documents', 'read'],
    ['GET', '/documents.zip', 'read'],
    ['GET', '/documents/NAME', 'read'],
    ['POST', '/resume', 'operate'],
    ['POST', '/replay', 'operate'],
    ['POST', '/cancel', 'operate'],
    ['POST', '/resolve', 'operate'],
  ];
  let id = '';
  let name = '';
  beforeAll(async () => {
    id = (await world.submit('acme', 'T-1')).body.id;
    const { body } = await world.settled('acme', id);
    name = body.documents[0].href.split('/').at(-1);
  });

  it.each(routes)('%s /submissions/{id}%s of another is not there', async (method, path) => {
    const answer = await world.ask('bolt', `/submissions/${id}${path.replace('NAME', name)}`, { method });
    expect(answer).toMatchObject({ status: 404, body: { code: 'RUN_UNKNOWN' } });
    expect(JSON.stringify(answer.body)).not.toContain('acme');
  });

  it.each(routes)('%s /submissions/{id}%s wants a key', async (method, path) => {
    const answer = await world.ask('nobody', `/submissions/${id}${path.replace('NAME', name)}`, { method });
    expect(answer).toMatchObject({ status: 401, body: { code: 'ACCESS_DENIED' } });
  });

  it('see their own only, whatever they ask for', async () => {
    const { id: own } = (await world.submit('bolt', 'T-2')).body;
    const seen = async (who: Holder, query = '') =>
      (await world.ask(who, `/submissions?limit=500${query}`)).body.submissions.map((each: { id: string }) => each.id);
    expect(await seen('bolt')).toEqual([own]);
    expect(await seen('bolt', '&legalEntity=acme')).toEqual([]);
    expect(await seen('operator')).toEqual(expect.arrayContaining([own, id]));
    expect(await world.submit('bolt', 'T-3', { context: { legalEntity: 'acme' } })).toMatchObject({ status: 403 });
    expect(await world.submit('reader', 'T-4')).toMatchObject({ status: 403, body: { code: 'ACCESS_FORBIDDEN' } });
  });

  it.each(['/submissions/../../etc/passwd', '/submissions/%2e%2e%2fruns', `/submissions/x'or'1/log`, '/nothing'])(
    'find nothing at %s',
    async (path) => {
      expect((await world.ask('acme', path)).status).toBe(404);
    },
  );

  it('find no document by a path', async () => {
    for (const path of ['..%2f..%2fjournal%2f000001.json', '..%2fx', '000001.json'])
      expect((await world.ask('acme', `/submissions/${id}/documents/${path}`)).status).toBe(404);
  });
});

describe('a store that is away', () => {
  it('is asked once, and told with 503 and Retry-After; nothing was accepted', async () => {
    let asked = 0;
    const away = (store: Store): Store => ({
      ...store,
      async create() {
        asked += 1;
        return fail('STORE_FAILED', 'The store is away.');
      },
    });
    const broken = await openWorld([], away);
    const answer = await broken.submit('acme', 'S-1');
    expect(asked).toBe(1);
    expect(answer).toMatchObject({ status: 503, body: { code: 'STORE_FAILED' } });
    expect(answer.headers.get('retry-after')).toBe('5');
    await broken.close();
  });
});

describe('a server', () => {
  it('tells everybody that it is there, and no more', async () => {
    expect(await world.ask('nobody', '/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  it('that asks nobody who he is serves this machine only', async () => {
    const desk = {} as Parameters<typeof startServer>[0]['desk'];
    const open = startServer({ desk, access: openAccess(undefined), host: '0.0.0.0' });
    await expect(open).rejects.toMatchObject({ code: 'SERVER_OPEN' });
  });
});
