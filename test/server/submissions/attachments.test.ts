import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, sample, type World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 30_000);
afterAll(() => world.close());

const order = {
  name: 'order 1.pdf',
  mediaType: 'application/pdf',
  content: Buffer.from('%PDF-1.7').toString('base64'),
};
const photo = {
  name: 'pallet.png',
  mediaType: 'image/png',
  content: Buffer.from([0x89, 0x50, 0xff]).toString('base64'),
};

const post = (number: string, attachments: unknown) =>
  world.ask('acme', '/submissions', {
    method: 'POST',
    body: { invoice: { ...sample(), number }, context: { country: 'MX', legalEntity: 'acme' }, attachments },
    headers: { 'idempotency-key': number },
  });

describe('attachments', () => {
  it('are documents of the submission, and of what repeats it', async () => {
    const { status, body } = await post('F-1', [order, photo]);
    expect(status).toBe(202);
    const { documents, state } = (await world.settled('acme', body.id)).body;
    expect(state).toBe('completed');
    const files = documents.filter(({ name }: { name: string }) => name.startsWith('attachment.'));
    expect(files).toMatchObject([
      { step: 'input', name: 'attachment.1', fileName: 'order 1.pdf', mediaType: 'application/pdf', size: 8 },
      { step: 'input', name: 'attachment.2', fileName: 'pallet.png', mediaType: 'image/png', size: 3 },
    ]);
    const answer = await world.ask('acme', files[1].href);
    expect([...answer.body]).toEqual([0x89, 0x50, 0xff]);
    expect((await world.ask('bolt', files[1].href)).status).toBe(404);
    const replay = await world.ask('acme', `/submissions/${body.id}/replay`, { method: 'POST', body: { from: 'qr' } });
    const repeated = (await world.settled('acme', replay.body.id)).body;
    expect(repeated.documents).toContainEqual(
      expect.objectContaining({ name: 'attachment.1', sha256: files[0].sha256 }),
    );
  });

  it('are part of what a key stands for', async () => {
    const first = await post('F-2', [order]);
    expect((await post('F-2', [order])).body).toEqual(first.body);
    for (const other of [undefined, [photo], [order, photo], [{ ...order, name: 'other.pdf' }]])
      expect(await post('F-2', other)).toMatchObject({ status: 422, body: { code: 'KEY_REUSED' } });
  });

  it.each<[string, unknown, number, string]>([
    ['no list', order, 422, 'REQUEST_INVALID'],
    ['a file without a name', [{ ...order, name: '' }], 422, 'REQUEST_INVALID'],
    ['a name with a folder', [{ ...order, name: '../order.pdf' }], 422, 'REQUEST_INVALID'],
    ['a name with a line break', [{ ...order, name: 'a\r\nb' }], 422, 'REQUEST_INVALID'],
    ['two of one name', [order, order], 422, 'REQUEST_INVALID'],
    ['no media type', [{ ...order, mediaType: 'pdf' }], 422, 'REQUEST_INVALID'],
    ['what is not base64', [{ ...order, content: 'not base64!' }], 422, 'REQUEST_INVALID'],
    ['white space in place of base64', [{ ...order, content: ' '.repeat(200_000) }], 422, 'REQUEST_INVALID'],
    ['no content', [{ ...order, content: '' }], 422, 'REQUEST_INVALID'],
    ['a field that there is not', [{ ...order, url: 'file:///etc/passwd' }], 422, 'REQUEST_INVALID'],
    ['too many', Array.from({ length: 101 }, (_, at) => ({ ...order, name: `${at}` })), 422, 'REQUEST_INVALID'],
    ['too much', [{ ...order, content: 'A'.repeat(1_000_000) }], 413, 'INPUT_TOO_LARGE'],
  ])('are refused: %s', async (_, attachments, status, code) => {
    expect(await post('F-3', attachments)).toMatchObject({ status, body: { code } });
  });
});
