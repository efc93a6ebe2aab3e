import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 30_000);
afterAll(() => world.close());

/** TIMBRE_KEYS=200 asks for more than every `npm test` needs. */
const keys = Array.from({ length: Number(process.env.TIMBRE_KEYS ?? 20) }, (_, at) => `I-${at}`);
const clients = 20;

/** Each has its business data there, begun or not. */
async function runsInStore(): Promise<number> {
  const runs = new Set<string>();
  for await (const path of world.store.list('runs/')) {
    const run = path.split('/')[2];
    if (run !== undefined && path.includes('/documents/')) runs.add(run);
  }
  return runs.size;
}

describe(`the same idempotency key from 20 clients at once, ${keys.length} times`, () => {
  it('is one run each, and one answer', async () => {
    const before = await runsInStore();
    for (const key of keys) {
      const answers = await Promise.all(Array.from({ length: clients }, () => world.submit('acme', key)));
      const said = (answer: Answer) => JSON.stringify([answer.status, answer.headers.get('location'), answer.body]);
      expect(new Set(answers.map(said)).size, key).toBe(1);
      expect(answers[0]?.status).toBe(202);
    }
    expect((await runsInStore()) - before).toBe(keys.length);
  }, 300_000);

  it('with two documents is one run, and KEY_REUSED for whoever brought the other', async () => {
    const before = await runsInStore();
    for (let at = 0; at < 5; at++) {
      const numbers = Array.from({ length: clients }, (_, client) => `J-${at}-${client % 2}`);
      const answers = await Promise.all(numbers.map((number) => world.submit('acme', number, { key: `J-${at}` })));
      const taken = answers.filter(({ status }) => status === 202);
      expect(taken.length).toBe(clients / 2);
      expect(new Set(taken.map(({ body }) => body.id)).size).toBe(1);
      for (const { body } of answers.filter(({ status }) => status !== 202))
        expect(body).toMatchObject({ status: 422, code: 'KEY_REUSED', submission: taken[0]?.body.id });
    }
    expect((await runsInStore()) - before).toBe(5);
  });
});
