import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { problemsOf } from '../../../engine/errors.ts';
import { folderVault, memoryVault } from '../../../platform/vault/index.ts';
import { readKeyMaterial } from '../../../platform/vault/key-material.ts';
import { makeTestTaxpayer } from '../../../sandbox/certificates/index.ts';

const taxpayer = makeTestTaxpayer({ rfc: 'EKU9003173C9', name: 'ESCUELA KEMPER URGATE' });
const renewed = makeTestTaxpayer({ rfc: 'EKU9003173C9', name: 'ESCUELA KEMPER URGATE' });
const folder = mkdtempSync(join(tmpdir(), 'timbre-vault-'));
const put = (name: string, content: string | Uint8Array): void => writeFileSync(join(folder, name), content);
afterAll(() => rmSync(folder, { recursive: true }));

put('plain.txt', 'hunter2\n');
put('windows.secret', 'two\r\nlines\r\n');
put('both.txt', 'a');
put('both.secret', 'b');
put('pfx.pfx', taxpayer.pfx('12345678a'));
put('pfx.password', '12345678a\n');
put('p12.p12', taxpayer.pfx('p12', 'rc2'));
put('p12.password.txt', 'p12');
put('open.pem', `${taxpayer.privateKeyPem}\n${taxpayer.certificatePem}`);
put('sat.cer', taxpayer.certificateDer);
put('sat.key', taxpayer.keyDerEncrypted('12345678a'));
put('sat.password', '12345678a');
put('half.cer', taxpayer.certificateDer);
put('twice.pfx', '');
put('twice.pem', '');
put('locked.pfx', taxpayer.pfx('right'));
put('huge.txt', Buffer.alloc(2_000_000));
mkdirSync(join(folder, 'folder.txt'));
const vault = folderVault(folder);

const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (thrown: unknown) => problemsOf(thrown)[0]?.code ?? 'none',
  );

describe('a folder is a vault', () => {
  it.each([
    ['plain', 'hunter2'],
    ['windows', 'two\r\nlines'],
  ])('secret %s', async (name, value) => expect(await vault.secret(name)).toBe(value));

  it.each(['pfx', 'p12', 'open', 'sat'])('certificate %s', async (name) => {
    const signer = await vault.signer(name);
    expect(signer.certificate.raw).toEqual(taxpayer.certificateDer);
    expect((await vault.clientIdentity(name)).keyPem).toContain('PRIVATE KEY');
  });

  it.each([
    ['nothing', 'SECRET_MISSING'],
    ['both', 'SECRET_AMBIGUOUS'],
    ['huge', 'SECRET_UNREADABLE'],
    ['folder', 'SECRET_UNREADABLE'],
    ['../plain', 'SECRET_MISSING'],
    ['/etc/passwd', 'SECRET_MISSING'],
    ['a/../plain', 'SECRET_MISSING'],
    ['..', 'SECRET_MISSING'],
    ['', 'SECRET_MISSING'],
    ['plain.txt\0', 'SECRET_MISSING'],
    ['__proto__', 'SECRET_MISSING'],
  ])('secret %j is %s', async (name, code) => expect(await codeOf(vault.secret(name))).toBe(code));

  it.each([
    ['nothing', 'SECRET_MISSING'],
    ['half', 'SECRET_MISSING'],
    ['twice', 'SECRET_AMBIGUOUS'],
    ['locked', 'KEY_PASSWORD'],
    ['plain', 'SECRET_MISSING'],
  ])('certificate %s is %s', async (name, code) => expect(await codeOf(vault.signer(name))).toBe(code));

  it('says which folder lacks which file', async () => {
    const thrown = await vault.secret('nothing').catch((error: unknown) => error);
    expect(problemsOf(thrown)[0]).toMatchObject({
      message: expect.stringContaining(folder),
      hint: expect.stringContaining('nothing.txt'),
    });
  });

  it('a folder that is not there has nothing', async () => {
    expect(await codeOf(folderVault(join(folder, 'not-there')).secret('plain'))).toBe('SECRET_MISSING');
  });

  it('takes on a renewed certificate', async () => {
    put('rotated.pem', `${taxpayer.privateKeyPem}\n${taxpayer.certificatePem}`);
    const before = await vault.signer('rotated');
    put('rotated.pem', `${renewed.privateKeyPem}\n${renewed.certificatePem}`);
    utimesSync(join(folder, 'rotated.pem'), new Date(), new Date(Date.now() + 5000));
    const after = await vault.signer('rotated');
    expect(before.certificate.raw).toEqual(taxpayer.certificateDer);
    expect(after.certificate.raw).toEqual(renewed.certificateDer);
  });
});

describe('a vault in memory', () => {
  const pem = Buffer.from(`${taxpayer.privateKeyPem}\n${taxpayer.certificatePem}`);
  const memory = memoryVault({
    secrets: { pacPassword: 'x' },
    certificates: { csd: readKeyMaterial('csd', { form: 'pem', bytes: pem }, '') },
  });

  it('has what it is given', async () => {
    expect(await memory.secret('pacPassword')).toBe('x');
    expect((await memory.signer('csd')).certificate.raw).toEqual(taxpayer.certificateDer);
    expect((await memory.clientIdentity('csd')).fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(['other', 'toString', 'csd'])('and no secret %s', async (name) => {
    expect(await codeOf(memory.secret(name))).toBe('SECRET_MISSING');
  });
});
