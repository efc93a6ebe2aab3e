import { afterAll, beforeAll, expect, it } from 'vitest';
import { cancellationOf, openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 30_000);
afterAll(() => world.close());

it('what cancels a submission is told with it, as it goes on, and to nobody else', async () => {
  const { id } = (await world.submit('acme', 'L-1')).body;
  const before = (await world.settled('acme', id)).body;
  expect(before).toMatchObject({ state: 'completed', outcome: 'accepted', original: null, says: null, later: [] });
  const handed = await world.ask('acme', '/submissions', { method: 'POST', body: cancellationOf(id) });
  const cancel = (await world.settled('acme', handed.body.id)).body;
  expect(cancel).toMatchObject({ state: 'completed', outcome: 'accepted', original: id });

  const after = (await world.ask('acme', `/submissions/${id}`)).body;
  const links = { self: `/submissions/${cancel.id}`, documents: `/submissions/${cancel.id}/documents` };
  expect(after).toEqual({
    ...before,
    later: [
      {
        id: cancel.id,
        pipeline: 'cancel',
        at: expect.any(String),
        state: 'completed',
        outcome: 'accepted',
        says: null,
        values: cancel.values,
        links,
      },
    ],
  });
  expect((await world.ask('acme', links.documents)).body.documents).not.toEqual([]);
  const log = (await world.ask('acme', `/submissions/${id}/log`)).body;
  expect(log.later).toEqual(after.later);
  const listed = (await world.ask('acme', '/submissions?from=2020-01-01')).body.submissions;
  expect((await world.ask('acme', '/submissions?from=2020-01-01&says=refused')).body.submissions).toEqual([]);
  const originals = listed.map(({ id, original }: { id: string; original: string | null }) => [id, original]);
  expect(new Map(originals)).toEqual(
    new Map([
      [id, null],
      [cancel.id, id],
    ]),
  );
  for (const path of [`/submissions/${id}`, `/submissions/${id}/log`, links.documents])
    expect(await world.ask('bolt', path)).toMatchObject({ status: 404 });
}, 30_000);
