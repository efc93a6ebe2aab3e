import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openWorld, type World } from './world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 30_000);
afterAll(() => world.close());

/** Sends bytes, and gives the status and the body that come back. */
async function sent(bytes: string) {
  const socket = connect(Number(new URL(world.server.url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(bytes);
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), head, body: JSON.parse(body) };
}

it.each<[string, string, number, string]>([
  ['no HTTP', 'hello\r\n\r\n', 400, 'REQUEST_INVALID'],
  ['a header too large', `GET /health HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`, 431, 'REQUEST_INVALID'],
  [
    'an address that is none',
    'GET /submissions/%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n',
    404,
    'RUN_UNKNOWN',
  ],
])('%s is answered with a code', async (_, bytes, status, code) => {
  const answer = await sent(bytes);
  expect(answer).toMatchObject({ status, body: { code, status } });
  expect(answer.head).toContain('application/problem+json');
});

it('serves on, whoever breaks off', async () => {
  const socket = connect(Number(new URL(world.server.url).port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write('POST /submissions HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{');
  socket.resetAndDestroy();
  expect((await world.ask('nobody', '/health')).status).toBe(200);
});
