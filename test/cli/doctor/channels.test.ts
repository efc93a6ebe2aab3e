import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookAtChannels } from '../../../cli/doctor/channels.ts';
import { lookAtWebhooks } from '../../../cli/doctor/webhooks.ts';
import { type EnvironmentConfig, localConfig, openEnvironment } from '../../../platform/environment/index.ts';
import { urlOf } from '../../../platform/http/index.ts';
import { memoryStore } from '../../../platform/store/index.ts';
import { type Dovecot, hasDovecot, startDovecot } from '../../platform/inbound/dovecot.ts';
import { mailOf, xml } from '../../platform/inbound/files.ts';
import { noteFeature } from '../../platform/inbound/world.ts';
import { secret } from '../../platform/webhooks/world.ts';

const home = mkdtempSync(join(tmpdir(), 'timbre-doctor-channels-'));
const requests: string[] = [];
let server: Server;
let url = '';
beforeAll(async () => {
  const statuses: Readonly<Record<string, number>> = { '/hook': 405, '/gone': 404, '/moved': 302, '/health': 200 };
  server = createServer(({ method, url: path = '' }, response) => {
    requests.push(`${method} ${path}`);
    response.writeHead(statuses[path] ?? 500, { location: '/health' }).end();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = urlOf(server);
});
afterAll(() => {
  server.close();
  rmSync(home, { recursive: true, force: true });
});

type Given = Pick<EnvironmentConfig, 'inbound' | 'webhooks' | 'server'> & { readonly allowedHosts?: readonly string[] };

async function looked(given: Given, secrets: Readonly<Record<string, string>> = {}, features = [noteFeature()]) {
  const own = mkdtempSync(join(home, 'own-'));
  mkdirSync(join(own, 'vault'));
  for (const [name, value] of Object.entries(secrets)) writeFileSync(join(own, 'vault', `${name}.txt`), value);
  const config = { ...localConfig(own), legalEntities: { acme: {} }, ...given };
  const environment = openEnvironment(config, { store: memoryStore() });
  const findings = [...(await lookAtChannels(features, environment)), ...(await lookAtWebhooks(environment))];
  await environment.close();
  return findings.map(({ state, message }) => [state, message] as const);
}

const says = (state: string, part: string) => [state, expect.stringContaining(part)];

describe('a channel', () => {
  it('of a folder proves that files can be moved there, and leaves nothing behind', async () => {
    const folder = mkdtempSync(join(home, 'incoming-'));
    writeFileSync(join(folder, 'note.xml'), xml('1'));
    expect(await looked({ inbound: { scanner: { folder, legalEntity: 'acme' } } })).toEqual([says('ok', 'it has 1')]);
    expect(readdirSync(folder)).toEqual(['note.xml']);
  });

  it('of a folder that there is not, and of a legal entity that there is not, is a problem', async () => {
    const inbound = { scanner: { folder: join(home, 'none'), legalEntity: 'zenith' } };
    expect(await looked({ inbound })).toEqual([says('problem', 'cannot be read'), says('problem', 'zenith')]);
    const file = join(home, 'file');
    writeFileSync(file, '');
    expect(await looked({ inbound: { scanner: { folder: file } } })).toEqual([says('problem', 'cannot be read')]);
  });

  it('over HTTP tells whether somebody answers', async () => {
    const inbound = { portal: { http: true as const } };
    const port = Number(new URL(url).port);
    expect(await looked({ inbound })).toEqual([says('ok', 'POST /inbound/portal')]);
    expect(await looked({ inbound, server: { port, host: '0.0.0.0' } })).toEqual([says('ok', `${url} answers`)]);
    expect(await looked({ inbound, server: { port: 1 } })).toEqual([says('warning', 'nobody answers')]);
  });

  it('that no feature reads anything of is a warning', async () => {
    const [, last] = await looked({ inbound: { portal: { http: true } } }, {}, []);
    expect(last).toEqual(says('warning', 'No feature recognises'));
  });

  it('of a mailbox that is away, or whose password is not in the vault, is a problem', async () => {
    const imap = { host: '127.0.0.1', port: 1, user: 'me', password: 'mailbox', security: 'none' as const };
    expect(await looked({ inbound: { post: { imap } } })).toEqual([says('problem', 'mailbox')]);
    expect(await looked({ inbound: { post: { imap } } }, { mailbox: 'canary-7f' })).toEqual([
      says('problem', '127.0.0.1 cannot be used'),
    ]);
    const elsewhere = { ...imap, host: 'mail.example.com' };
    expect(await looked({ inbound: { post: { imap: elsewhere } } })).toEqual([says('problem', 'in clear')]);
  });

  describe.skipIf(!hasDovecot)('of a mailbox (without dovecot on this machine: not tested)', () => {
    let dovecot: Dovecot;
    beforeAll(async () => {
      dovecot = await startDovecot();
    }, 30_000);
    afterAll(() => dovecot.close());
    const of = (mailbox?: string) => ({
      post: {
        imap: {
          ...{ host: '127.0.0.1', port: dovecot.port, user: 'invoices', password: 'mailbox' },
          ...(mailbox !== undefined && { mailbox }),
          security: 'none' as const,
        },
      },
    });

    it('logs in, counts, and takes nothing', async () => {
      dovecot.deliver('1', mailOf({ 'note.xml': xml('1') }));
      const secrets = { mailbox: dovecot.password };
      for (const _ of [1, 2])
        expect(await looked({ inbound: of() }, secrets)).toEqual([says('ok', 'INBOX has 1 mails')]);
      expect(await looked({ inbound: of('Nowhere') }, secrets)).toEqual([says('problem', 'Nowhere')]);
    });

    it('tells a wrong password, without it', async () => {
      const found = await looked({ inbound: of() }, { mailbox: 'canary-7f' });
      expect(found).toEqual([says('problem', 'refuses')]);
      expect(JSON.stringify(found)).not.toContain('canary-7f');
    });
  });
});

describe('a webhook', () => {
  const webhookOf = (address: string, more = {}) => ({ erp: { url: address, secret: 'erp', ...more } });

  it('that answers, and has a secret that signs, is asked with GET and told nothing', async () => {
    requests.length = 0;
    const webhooks = webhookOf(`${url}/hook`);
    expect(await looked({ webhooks, allowedHosts: [url] }, { erp: secret })).toEqual([
      says('ok', `${url} answers`),
      says('ok', 'can sign'),
    ]);
    expect(requests).toEqual(['GET /hook']);
  });

  it.each(['/gone', '/moved', '/broken'])('that answers %s otherwise is a warning', async (path) => {
    const [address] = await looked({ webhooks: webhookOf(`${url}${path}`), allowedHosts: [url] }, { erp: secret });
    expect(address).toEqual(says('warning', path));
  });

  it.each<[string, () => string, readonly string[], string]>([
    ['whose host is not allowed', () => `${url}/hook`, [], 'may not be called'],
    ['that nobody serves', () => 'http://127.0.0.1:1/hook', ['http://127.0.0.1:1'], 'is not reached'],
    ['that speaks no TLS', () => `${url.replace('http', 'https')}/hook`, ['127.0.0.1'], ''],
  ])('%s is a problem', async (_, address, allowed, message) => {
    const allowedHosts = allowed.map((each) => (each === '127.0.0.1' ? new URL(address()).host : each));
    const [found] = await looked({ webhooks: webhookOf(address()), allowedHosts }, { erp: secret });
    expect(found).toEqual(says('problem', message));
  });

  it.each([
    ['is not in the vault', {}],
    ['signs nothing', { erp: 'canary-7f' }],
  ])('whose secret %s is a problem, without it', async (_, secrets) => {
    const found = await looked({ webhooks: webhookOf(`${url}/hook`), allowedHosts: [url] }, secrets);
    expect(found.map(([state]) => state)).toEqual(['ok', 'problem']);
    expect(JSON.stringify(found)).not.toContain('canary-7f');
  });

  it('for a legal entity that there is not is a warning', async () => {
    const webhooks = webhookOf(`${url}/hook`, { legalEntities: ['acme', 'zenith'] });
    const found = await looked({ webhooks, allowedHosts: [url] }, { erp: secret });
    expect(found.at(-1)).toEqual(says('warning', 'zenith'));
  });
});
