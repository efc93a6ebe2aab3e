import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imapChannel } from '../../../platform/inbound/index.ts';
import { type Dovecot, hasDovecot, startDovecot } from './dovecot.ts';
import { mailOf, xml } from './files.ts';
import { openWorld } from './world.ts';

const imapOf = (port: number) =>
  ({ host: '127.0.0.1', port, user: 'invoices', password: 'mailbox', security: 'none' }) as const;
const vaultOf = (password: string) => ({ secret: async () => password });

describe.skipIf(!hasDovecot)('a mailbox (without dovecot on this machine: not tested)', () => {
  let dovecot: Dovecot;
  beforeAll(async () => {
    dovecot = await startDovecot();
  }, 30_000);
  afterAll(() => dovecot.close());

  it('has each mail taken whole, and moved to the archive once it is kept', async () => {
    const { inbound, channel, open } = openWorld();
    const look = imapChannel({ ...channel, imap: imapOf(dovecot.port) }, inbound, vaultOf(dovecot.password));
    expect(await look()).toBe(0);
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`${at}.txt`, Buffer.from(`${at}`)]));
    dovecot.deliver('1', mailOf({ 'note.xml': xml('1'), 'note.pdf': Buffer.from('%PDF') }));
    dovecot.deliver('2', mailOf({}));
    dovecot.deliver('3', mailOf(many));
    dovecot.deliver('4', mailOf({ 'big.bin': Buffer.alloc(200_000) }));
    expect(await look()).toBe(4);
    expect(await look()).toBe(0);
    const codes = (await open()).map(({ result }) => result?.problems.map(({ code }) => code) ?? []);
    expect(codes.flat().sort()).toEqual(['INBOUND_EMPTY', 'INBOUND_TOO_MUCH', 'INBOUND_TOO_MUCH']);
    expect((await open()).flatMap(({ result }) => result?.runs ?? [])).toMatchObject([{ file: 'note.xml' }]);
  });

  it('keeps a mail that could not be kept here', async () => {
    const { inbound, channel } = openWorld();
    const imap = imapOf(dovecot.port);
    const away = { ...inbound, take: () => Promise.reject(new Error('the store is away')) };
    dovecot.deliver('5', mailOf({ 'note.xml': xml('5') }));
    await expect(imapChannel({ ...channel, imap }, away, vaultOf(dovecot.password))()).rejects.toThrow();
    expect(await imapChannel({ ...channel, imap }, inbound, vaultOf(dovecot.password))()).toBe(1);
  });

  it('that is not there is told of by its name', async () => {
    const { inbound, channel } = openWorld();
    const imap = { ...imapOf(dovecot.port), mailbox: 'Nowhere' };
    const look = imapChannel({ ...channel, imap }, inbound, vaultOf(dovecot.password));
    await expect(look()).rejects.toThrow('127.0.0.1 has no mailbox Nowhere.');
  });

  it('that refuses the password is told of, without it', async () => {
    const { inbound, channel } = openWorld();
    const look = imapChannel({ ...channel, imap: imapOf(dovecot.port) }, inbound, vaultOf('wrong-canary'));
    const thrown = await look().catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'CHANNEL_FAILED' });
    expect(String(thrown)).toContain('password');
    expect(JSON.stringify(thrown) + String(thrown)).not.toContain('wrong-canary');
  });
});

describe('a mailbox', () => {
  it('elsewhere is not given a password in clear', () => {
    const { inbound, channel } = openWorld();
    const imap = { ...imapOf(143), host: 'mail.example.com' };
    expect(() => imapChannel({ ...channel, imap }, inbound, vaultOf('secret'))).toThrow('ENVIRONMENT_INVALID');
  });

  it.each([
    ['that nobody serves', (socket: import('node:net').Socket) => socket.destroy()],
    ['that speaks something else', (socket: import('node:net').Socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n')],
  ])('%s is told of', async (_, answer) => {
    const server = createServer(answer).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { inbound, channel } = openWorld();
    const look = imapChannel({ ...channel, imap: imapOf(port) }, inbound, vaultOf('secret'));
    await expect(look()).rejects.toMatchObject({ code: 'CHANNEL_FAILED' });
    server.close();
  });
});
