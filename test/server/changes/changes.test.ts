import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Holder, openWorld, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 30_000);
afterAll(() => world.close());

interface Told {
  readonly event: string;
  readonly id?: string;
  readonly data: ReturnType<typeof JSON.parse>;
}

/** Reads server-sent events until `enough`, or the server ends. */
async function listen(who: Holder, path: string, enough: (told: readonly Told[]) => boolean, headers = {}) {
  const response = await world.open(who, path, headers);
  const told: Told[] = [];
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s, 2)));
      if (fields.event !== undefined) told.push({ ...fields, data: JSON.parse(fields.data) } as Told);
    }
    if (enough(told)) break;
  }
  return { status: response.status, type: response.headers.get('content-type'), told };
}

const never = () => false;

describe('GET /submissions/{id}/events', () => {
  it('tells every entry in order and at last how it stands, then ends', async () => {
    const { id } = (await world.submit('acme', 'E-1')).body;
    const { status, type, told } = await listen('acme', `/submissions/${id}/events`, never);
    expect(status).toBe(200);
    expect(type).toContain('text/event-stream');
    expect(told.map(({ event, data }) => `${event} ${data.type ?? data.outcome}`)).toEqual([
      'entry scheduled',
      'entry attempted',
      'entry answered',
      'entry finished',
      'finished accepted',
    ]);
    expect(told.map(({ id: number }) => number)).toEqual(['1', '2', '3', '4', undefined]);
    expect(told.at(-1)?.data).toEqual((await world.ask('acme', `/submissions/${id}`)).body);
  });

  it('goes on after the last event that somebody has had, and says when that was the end', async () => {
    const { id } = (await world.submit('acme', 'E-2')).body;
    await world.settled('acme', id);
    const path = `/submissions/${id}/events`;
    const { told } = await listen('acme', path, never, { 'last-event-id': '2' });
    expect(told.map(({ id: number }) => number)).toEqual(['3', '4', undefined]);
    expect((await world.ask('acme', path, { headers: { 'last-event-id': '4' } })).status).toBe(204);
  });

  it('of another is not there, and wants a key', async () => {
    const { id } = (await world.submit('acme', 'E-3')).body;
    await world.settled('acme', id);
    const path = `/submissions/${id}/events`;
    expect(await world.ask('bolt', path)).toMatchObject({ status: 404, body: { code: 'RUN_UNKNOWN' } });
    expect(await world.ask('nobody', path)).toMatchObject({ status: 401, body: { code: 'ACCESS_DENIED' } });
  });
});

describe('GET /events', () => {
  it("tells changes of the caller's legal entities only, each once, within seconds", async () => {
    const isDone = (count: number) => (told: readonly Told[]) =>
      told.filter(({ data }) => data.state === 'completed').length >= count;
    const acme = listen('acme', '/events', isDone(2));
    const bolt = listen('bolt', '/events', isDone(1));
    const operator = listen('operator', '/events', isDone(3));
    await new Promise((resolve) => setTimeout(resolve, 500));
    const began = performance.now();
    const submitted = await Promise.all([
      world.submit('acme', 'E-4'),
      world.submit('acme', 'E-5'),
      world.submit('bolt', 'E-6'),
    ]);
    const [one, two, other] = submitted.map(({ body }) => body.id);
    const heard = await Promise.all([acme, bolt, operator]);
    expect(performance.now() - began).toBeLessThan(10_000);
    const ids = heard.map(({ told }) => new Set(told.map(({ data }) => data.id)));
    expect(ids).toEqual([new Set([one, two]), new Set([other]), new Set([one, two, other])]);
    for (const { told } of heard) {
      const seen = told.map(({ data }) => `${data.id} ${data.state} ${data.outcome}`);
      expect(new Set(seen).size).toBe(seen.length);
    }
    expect(JSON.stringify(heard[1])).not.toContain('acme');
  });

  it('wants a key, and the right to read', async () => {
    expect(await world.ask('nobody', '/events')).toMatchObject({ status: 401 });
    expect(await world.ask('writer', '/events')).toMatchObject({ status: 403, body: { code: 'ACCESS_FORBIDDEN' } });
  });
});

describe('a server that stops', () => {
  it('lets go of those who listen', async () => {
    const own = await openWorld();
    const response = await own.open('acme', '/events');
    const began = performance.now();
    await own.close();
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(await response.text()).toContain('retry:');
  });
});
