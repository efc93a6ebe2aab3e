import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { TimbreError } from '../../../engine/errors.ts';
import { readConfig } from '../../../platform/environment/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'timbre-environment-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(text: string, variables: Readonly<Record<string, string>> = {}) {
  const file = join(folder, 'timbre.yaml');
  writeFileSync(file, text);
  return readConfig(file, variables);
}

const base = 'name: test\nstore: { folder: store }\nvault: { folder: vault }\n';

function problemsOf(text: string) {
  try {
    read(text);
  } catch (thrown) {
    if (thrown instanceof TimbreError) return thrown.problems;
    throw thrown;
  }
  throw new Error('it was taken');
}

describe('an environment file', () => {
  it('has folders relative to itself', () => {
    const config = read(base);
    expect(config.store).toEqual({ folder: join(folder, 'store') });
    expect(config.artefacts).toEqual({ folder: join(folder, '.timbre', 'artefacts') });
  });

  it('names a container and a vault in Azure', () => {
    const config = read(
      'name: production\nstore: { blob: { sas: timbre-store } }\nvault: { keyVault: https://acme.vault.azure.net }\n',
    );
    expect(config).toMatchObject({
      store: { blob: { sas: 'timbre-store' } },
      vault: { keyVault: 'https://acme.vault.azure.net' },
    });
  });

  it('takes addresses from variables of the process', () => {
    const text = `name: test\nstore: { folder: "\${HERE}/store" }\nvault: { keyVault: "https://\${NAME}.vault.azure.net" }\n`;
    const config = read(text, { HERE: '/srv', NAME: 'acme' });
    expect(config).toMatchObject({
      store: { folder: '/srv/store' },
      vault: { keyVault: 'https://acme.vault.azure.net' },
    });
  });

  it('declares channels, with folders relative to itself, and webhooks', () => {
    const channels = 'inbound:\n  scans: { folder: in, legalEntity: acme }\n  portal: { http: true }\n';
    const hooks = 'webhooks:\n  erp: { url: "https://erp.example/hook", secret: erp-hook, events: [held] }\n';
    const { inbound, webhooks } = read(`${base}${channels}${hooks}`);
    expect(inbound).toEqual({
      scans: { folder: join(folder, 'in'), legalEntity: 'acme' },
      portal: { http: true },
    });
    expect(webhooks?.erp).toMatchObject({ secret: 'erp-hook', events: ['held'] });
  });

  it.each([
    ['a channel of two kinds', `${base}inbound:\n  a: { folder: in, http: true }\n`, 'ENVIRONMENT_INVALID', 5],
    ['a channel of no kind', `${base}inbound:\n  a: { legalEntity: acme }\n`, 'ENVIRONMENT_INVALID', 5],
    [
      'a mailbox without a password',
      `${base}inbound:\n  a: { imap: { host: h, user: u } }\n`,
      'ENVIRONMENT_INVALID',
      5,
    ],
    ['a webhook without a secret', `${base}webhooks:\n  a: { url: https://a.example }\n`, 'ENVIRONMENT_INVALID', 5],
    ['a variable that is not set', `${base}allowedHosts: ["\${NONE}"]\n`, 'ENVIRONMENT_INVALID', 4],
    [
      'two stores',
      'name: test\nstore: { folder: a, blob: { sas: b } }\nvault: { folder: v }\n',
      'ENVIRONMENT_INVALID',
      2,
    ],
    [
      'a container of neither kind',
      'name: test\nstore: { blob: {} }\nvault: { folder: v }\n',
      'ENVIRONMENT_INVALID',
      2,
    ],
    [
      'a SAS in clear',
      'name: test\nstore: { blob: { container: "https://a.blob.core.windows.net/c?sv=1&sig=x" } }\nvault: { folder: v }\n',
      'ENVIRONMENT_SECRET',
      2,
    ],
    [
      'an address with a password',
      `${base}settings: { pacUrl: "https://me:hidden@pac.example" }\n`,
      'ENVIRONMENT_SECRET',
      4,
    ],
    ['a password as a setting', `${base}settings:\n  pacPassword: hidden\n`, 'ENVIRONMENT_SECRET', 5],
    [
      'a password of a legal entity',
      `${base}legalEntities:\n  acme:\n    settings: { pac_password: hidden }\n`,
      'ENVIRONMENT_SECRET',
      6,
    ],
    [
      'the secret of a webhook',
      `${base}webhooks:\n  erp: { url: https://a.example, secret: whsec_AAAA }\n`,
      'ENVIRONMENT_SECRET',
      5,
    ],
    ['a token', `${base}settings: { x: eyJhbGciOiJub25lIn0.eyJhIjoxfQ.hidden }\n`, 'ENVIRONMENT_SECRET', 4],
    [
      'a private key',
      `${base}settings:\n  x: |\n    -----BEGIN PRIVATE KEY-----\n    hidden\n    -----END PRIVATE KEY-----\n`,
      'ENVIRONMENT_SECRET',
      5,
    ],
  ])('refuses %s, at its line, without the secret', (_, text, code, line) => {
    const [problem] = problemsOf(text);
    expect(problem).toMatchObject({ code, place: { line } });
    expect(JSON.stringify(problem)).not.toContain('hidden');
    expect(JSON.stringify(problem)).not.toContain('sig=x');
  });

  it('says which kinds of channel there are', () => {
    const [problem] = problemsOf(`${base}inbound:\n  a: { folder: in, http: true }\n`);
    expect(problem?.message).toContain('exactly one of folder, http, imap');
  });

  it('may name secrets', () => {
    const text = `${base}legalEntities:\n  acme:\n    secrets: { pacPassword: acme-pac-password }\n`;
    expect(read(text).legalEntities?.acme?.secrets).toEqual({ pacPassword: 'acme-pac-password' });
  });
});
