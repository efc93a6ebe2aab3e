import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../../engine/errors.ts';
import { type KeyFiles, readKeyMaterial } from '../../../platform/vault/key-material.ts';
import { makeTestTaxpayer } from '../../../sandbox/certificates/index.ts';
import { noOpenssl, openssl, opensslPfx } from './openssl.ts';

const taxpayer = makeTestTaxpayer({ rfc: 'EKU9003173C9', name: 'ESCUELA KEMPER URGATE' });
const other = makeTestTaxpayer({ rfc: 'URE180429TM6', name: 'UNIVERSIDAD ROBOTICA ESPAÑOLA' });
const password = '12345678a';

const pkcs12 = (bytes: Uint8Array): KeyFiles => ({ form: 'pkcs12', bytes });
const pair = (certificate: Uint8Array | string, key: Uint8Array | string): KeyFiles => ({
  form: 'pair',
  certificate: Buffer.from(certificate),
  key: Buffer.from(key),
});
const pem = (...parts: readonly string[]): KeyFiles => ({ form: 'pem', bytes: Buffer.from(parts.join('\n')) });

function codeOf(files: KeyFiles, phrase: string): string {
  try {
    readKeyMaterial('csd', files, phrase);
    return 'none';
  } catch (thrown) {
    return problemsOf(thrown)[0]?.code ?? 'none';
  }
}

const pkcs1Der = taxpayer.privateKey.export({ type: 'pkcs1', format: 'der' });
const encryptedPem = taxpayer.privateKey.export({
  type: 'pkcs8',
  format: 'pem',
  cipher: 'aes-256-cbc',
  passphrase: password,
});

describe('key and certificate are read', () => {
  const cases: [string, KeyFiles, string][] = [
    ['PKCS#12, modern', pkcs12(taxpayer.pfx(password)), password],
    ['PKCS#12, 3DES', pkcs12(taxpayer.pfx(password, '3des')), password],
    ['PKCS#12, RC2-40', pkcs12(taxpayer.pfx(password, 'rc2')), password],
    ['PKCS#12, password with letters beyond ASCII', pkcs12(taxpayer.pfx('contraseña€')), 'contraseña€'],
    [
      'certificate and key as SAT gives them',
      pair(taxpayer.certificateDer, taxpayer.keyDerEncrypted(password)),
      password,
    ],
    ['PEM certificate, PKCS#8 PEM key', pair(taxpayer.certificatePem, taxpayer.privateKeyPem), ''],
    ['DER certificate, PKCS#1 DER key', pair(taxpayer.certificateDer, pkcs1Der), ''],
    ['encrypted PEM key', pair(taxpayer.certificatePem, String(encryptedPem)), password],
    ['one PEM, key first', pem(taxpayer.privateKeyPem, taxpayer.certificatePem), ''],
    [
      'one PEM, other certificates in front',
      pem(other.certificatePem, taxpayer.certificatePem, taxpayer.privateKeyPem),
      '',
    ],
  ];
  it.each(cases)('%s', (_, files, phrase) => {
    const material = readKeyMaterial('csd', files, phrase);
    expect(material.certificate.raw).toEqual(taxpayer.certificateDer);
    expect(material.key.equals(taxpayer.privateKey)).toBe(true);
  });
});

describe('what cannot be read says why', () => {
  const cases: [string, KeyFiles, string, string][] = [
    ['PKCS#12, wrong password', pkcs12(taxpayer.pfx(password)), 'wrong', 'KEY_PASSWORD'],
    ['PKCS#12, RC2, wrong password', pkcs12(taxpayer.pfx(password, 'rc2')), '', 'KEY_PASSWORD'],
    [
      'encrypted key, wrong password',
      pair(taxpayer.certificateDer, taxpayer.keyDerEncrypted(password)),
      'x',
      'KEY_PASSWORD',
    ],
    ['encrypted PEM key, no password', pair(taxpayer.certificateDer, String(encryptedPem)), '', 'KEY_PASSWORD'],
    ['a key of somebody else', pair(taxpayer.certificateDer, other.privateKeyPem), '', 'KEY_MISMATCH'],
    ['no certificate', pem(taxpayer.privateKeyPem), '', 'KEY_UNREADABLE'],
    ['no key', pem(taxpayer.certificatePem), '', 'KEY_UNREADABLE'],
    ['two keys', pem(taxpayer.privateKeyPem, other.privateKeyPem, taxpayer.certificatePem), '', 'KEY_UNREADABLE'],
    ['not PKCS#12', pkcs12(Buffer.from('hello')), '', 'KEY_UNREADABLE'],
    ['PKCS#12, torn', pkcs12(taxpayer.pfx(password).subarray(0, 900)), password, 'KEY_UNREADABLE'],
    ['certificate is garbage', pair('garbage', taxpayer.privateKeyPem), '', 'KEY_UNREADABLE'],
    ['key is garbage', pair(taxpayer.certificateDer, 'garbage'), '', 'KEY_UNREADABLE'],
  ];
  it.each(cases)('%s', (_, files, phrase, code) => expect(codeOf(files, phrase)).toBe(code));

  it('never shows a password', () => {
    try {
      readKeyMaterial('csd', pkcs12(taxpayer.pfx(password)), 'hunter2-secret');
      expect.unreachable();
    } catch (thrown) {
      expect(JSON.stringify(problemsOf(thrown))).not.toContain('hunter2-secret');
    }
  });
});

describe.skipIf(noOpenssl !== undefined)(`what openssl makes is read (skipped: ${noOpenssl})`, () => {
  const cases: [string, string, string[]][] = [
    ['modern', password, []],
    ['modern, empty password', '', []],
    ['legacy, RC2-40', password, ['-legacy']],
    ['legacy, empty password', '', ['-legacy']],
    ['3DES', password, ['-legacy', '-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES']],
    [
      'as Key Vault exports it: 3DES, empty password',
      '',
      ['-legacy', '-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES'],
    ],
    ['no MAC', password, ['-nomac']],
    ['certificate not encrypted', password, ['-certpbe', 'NONE']],
    ['MAC with SHA-512', password, ['-macalg', 'sha512']],
  ];
  it.each(cases)('PKCS#12, %s', (_, phrase, flags) => {
    const material = readKeyMaterial('csd', pkcs12(opensslPfx(taxpayer, phrase, flags)), phrase);
    expect(material.certificate.raw).toEqual(taxpayer.certificateDer);
    expect(material.key.equals(taxpayer.privateKey)).toBe(true);
  });

  it.each(['PBE-MD5-DES', 'PBE-SHA1-3DES', 'PBE-SHA1-RC2-40'])('PKCS#8 DER under %s', (scheme) => {
    const provider = ['-provider', 'legacy', '-provider', 'default'];
    const args = [
      'pkcs8',
      '-topk8',
      '-in',
      'k.pem',
      '-outform',
      'DER',
      '-out',
      'k.der',
      '-passout',
      `pass:${password}`,
    ];
    const files = { 'k.pem': taxpayer.privateKeyPem };
    const key = openssl([...args, '-v1', scheme, ...provider], files, 'k.der');
    if (scheme === 'PBE-MD5-DES') {
      expect(codeOf(pair(taxpayer.certificateDer, key), password)).toBe('KEY_UNREADABLE');
      return;
    }
    expect(readKeyMaterial('csd', pair(taxpayer.certificateDer, key), password).key.equals(taxpayer.privateKey)).toBe(
      true,
    );
    expect(codeOf(pair(taxpayer.certificateDer, key), 'wrong')).toBe('KEY_PASSWORD');
  });

  it('an EC key in PKCS#12, with its chain', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const key = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const request = ['req', '-x509', '-key', 'k.pem', '-subj', '/CN=EC', '-days', '30', '-out', 'c.pem'];
    const certificate = openssl(request, { 'k.pem': key }, 'c.pem');
    const args = ['pkcs12', '-export', '-inkey', 'k.pem', '-in', 'c.pem', '-out', 'o.pfx', '-passout', 'pass:p'];
    const bytes = openssl(args, { 'k.pem': key, 'c.pem': certificate }, 'o.pfx');
    const material = readKeyMaterial('ec', pkcs12(bytes), 'p');
    expect(material.key.equals(createPrivateKey(key))).toBe(true);
    expect(material.chain).toEqual([]);
  });
});
