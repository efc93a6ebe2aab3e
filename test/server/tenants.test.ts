import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, sample, type World } from './world.ts';

/** What the server says of itself, so that a route that is new is asked, too. */
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly security?: readonly unknown[] }>>>>;
}

let world: World;
/** A run of acme, and one of its documents. */
let id = '';
let name = '';
let operations: { readonly method: string; readonly path: string }[] = [];
beforeAll(async () => {
  world = await openWorld();
  id = (await world.submit('acme', 'T-1')).body.id;
  const { body } = await world.settled('acme', id);
  name = body.documents[0].href.split('/').at(-1);
  const { paths }: Description = (await world.ask('reader', '/openapi.json')).body;
  operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
}, 30_000);
afterAll(() => world.close());

const filled = (path: string): string => path.replace('{id}', id).replace('{name}', name);

/** Every operation, at addresses that are acme's where it has one. */
const all = () =>
  operations.map(({ method, path }) => ({ method, path: filled(path), isOfOne: path.includes('{id}') }));

describe('two tenants', () => {
  it('there are as many routes to try as the server describes', () => {
    expect(all().filter(({ isOfOne }) => isOfOne).length).toBeGreaterThanOrEqual(9);
    expect(all().length).toBeGreaterThanOrEqual(12);
  });

  it('what is of one run is, for anybody else, not there: the same answer everywhere, and not a byte of it', async () => {
    for (const { method, path } of all().filter(({ isOfOne }) => isOfOne)) {
      const { status, body } = await world.ask('bolt', path, { method });
      expect({ path, status, code: body.code }).toEqual({ path, status: 404, code: 'RUN_UNKNOWN' });
      expect(JSON.stringify(body), path).not.toMatch(/acme|<cfdi|completed/);
      if (path.endsWith('/events')) continue;
      const own = await world.ask('acme', path, { method });
      if (method === 'GET') expect(own.status, path).toBe(200);
      else expect(own.status, path).not.toBe(404);
    }
  });

  it('nothing but health is told to nobody', async () => {
    const open: string[] = [];
    for (const { method, path } of all()) {
      const { status } = await world.ask('nobody', path, { method });
      if (status !== 401) open.push(path);
    }
    expect(open).toEqual(['/health']);
  });

  it('lists, whatever is asked of them, hold nothing of another', async () => {
    const { id: own } = (await world.submit('bolt', 'T-2')).body;
    await world.settled('bolt', own);
    const lists = all().filter(({ method, path, isOfOne }) => method === 'GET' && !isOfOne && !path.endsWith('events'));
    for (const { path } of lists)
      for (const query of ['', '?limit=500', '?legalEntity=acme']) {
        const { body } = await world.ask('bolt', `${path}${query}`);
        expect(Buffer.isBuffer(body) ? body.toString() : JSON.stringify(body), path).not.toMatch(
          new RegExp(`${id}|acme`),
        );
      }
  });

  it('an idempotency key of one says nothing to the other, and nobody submits for another', async () => {
    const acme = await world.submit('acme', 'T-3', { key: 'same' });
    const bolt = await world.submit('bolt', 'T-4', { key: 'same' });
    expect([acme.status, bolt.status]).toEqual([202, 202]);
    expect(bolt.body.id).not.toBe(acme.body.id);
    const foreign = await world.submit('bolt', 'T-5', { context: { legalEntity: 'acme' } });
    expect(foreign).toMatchObject({ status: 403, body: { code: 'ACCESS_FORBIDDEN' } });
    const body = {
      context: { country: 'MX', legalEntity: 'bolt' },
      invoice: { ...sample(), number: 'T-6' },
      original: id,
    };
    const related = await world.ask('bolt', '/submissions', { method: 'POST', body });
    expect(related).toMatchObject({ status: 404, body: { code: 'RUN_UNKNOWN' } });
  });
});
