import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Holder, openWorld, type World } from '../world.ts';
import { waitingFeature } from './waiting.ts';

let world: World;
beforeAll(async () => {
  const feature = waitingFeature();
  world = await openWorld([], (store) => store, { deployed: async () => [feature] });
}, 30_000);
afterAll(() => world.close());

const content = (verdict: string) => Buffer.from(`<notification verdict="${verdict}"/>`).toString('base64');
const message = (number: string, verdict = 'good') => ({
  feature: 'xx/waiting',
  message: 'notification',
  where: { transmission: number },
  legalEntity: 'acme',
  content: content(verdict),
});

const post = (body: unknown, who: Holder | 'nobody' = 'acme') => world.ask(who, '/messages', { method: 'POST', body });
const submit = async (number: string) => {
  const invoice = { number, issueDate: '2026-11-22' };
  const context = { country: 'XX', legalEntity: 'acme' };
  const { status, body } = await world.ask('acme', '/submissions', { method: 'POST', body: { invoice, context } });
  expect(status).toBe(202);
  return body.id as string;
};
const finished = async (id: string) => {
  for (;;) {
    const { body } = await world.settled('acme', id);
    if (body.state !== 'waiting') return body;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
const listed = async (who: Holder) => (await world.ask(who, '/messages')).body.messages;

describe('POST /messages', () => {
  it('wakes the submission that waits for it', async () => {
    const id = await submit('1');
    expect((await world.settled('acme', id)).body.state).toBe('waiting');
    const { status, body } = await post(message('1'));
    expect(status).toBe(202);
    expect(body.submissions).toEqual([id]);
    expect(await finished(id)).toMatchObject({ state: 'completed', values: { verdict: 'good' } });
    expect((await post(message('1'))).body).toEqual({ id: body.id, submissions: [] });
    expect(await listed('acme')).toEqual([]);
  });

  it('keeps what comes first until a submission waits for it; meanwhile it is seen by whose it is', async () => {
    const { body } = await post(message('2', 'early'));
    expect(body.submissions).toEqual([]);
    expect(await listed('acme')).toMatchObject([{ id: body.id, where: { transmission: '2' }, submissions: [] }]);
    expect(await listed('bolt')).toEqual([]);
    expect(await finished(await submit('2'))).toMatchObject({ state: 'completed', values: { verdict: 'early' } });
    expect(await listed('acme')).toEqual([]);
  });

  it('lets nobody speak to a legal entity that is not his, nor to all of them', async () => {
    const id = await submit('3');
    await world.settled('acme', id);
    const { legalEntity: _, ...anybodys } = message('3');
    for (const body of [message('3'), anybodys])
      expect(await post(body, 'bolt')).toMatchObject({ status: 403, body: { code: 'ACCESS_FORBIDDEN' } });
    expect(await post({ ...message('3'), legalEntity: 'bolt' }, 'bolt')).toMatchObject({ body: { submissions: [] } });
    expect((await world.settled('acme', id)).body.state).toBe('waiting');
    expect(await post(message('3'), 'reader')).toMatchObject({ status: 403 });
    expect(await post(message('3'), 'nobody')).toMatchObject({ status: 401 });
  });

  it.each<[string, unknown, number, string]>([
    ['no JSON', '<notification/>', 400, 'INPUT_NOT_JSON'],
    ['no feature', { ...message('4'), feature: undefined }, 422, 'REQUEST_INVALID'],
    ['no name', { ...message('4'), message: '' }, 422, 'REQUEST_INVALID'],
    ['nothing that says which', { ...message('4'), where: {} }, 422, 'REQUEST_INVALID'],
    ['a value that is no text', { ...message('4'), where: { transmission: 4 } }, 422, 'REQUEST_INVALID'],
    ['no content', { ...message('4'), content: undefined }, 422, 'REQUEST_INVALID'],
    ['content that is not base64', { ...message('4'), content: '<xml/>' }, 422, 'REQUEST_INVALID'],
    ['a media type that is none', { ...message('4'), mediaType: 'xml\r\nx: y' }, 422, 'REQUEST_INVALID'],
    ['a field that there is not', { ...message('4'), run: 'x' }, 422, 'REQUEST_INVALID'],
  ])('refuses %s', async (_, body, status, code) => {
    expect(await post(body)).toMatchObject({ status, body: { code } });
  });
});

describe('POST /messages/{id}/dismiss', () => {
  it('takes a message off the list, for whoever may', async () => {
    const { body } = await post(message('5'));
    const dismiss = (who: Holder) => world.ask(who, `/messages/${body.id}/dismiss`, { method: 'POST' });
    expect(await dismiss('bolt')).toMatchObject({ status: 404, body: { code: 'RUN_UNKNOWN' } });
    expect(await dismiss('reader')).toMatchObject({ status: 403 });
    expect((await dismiss('acme')).status).toBe(204);
    expect(await listed('acme')).toEqual([]);
    expect(await dismiss('acme')).toMatchObject({ status: 404 });
  });
});
