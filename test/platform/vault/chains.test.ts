import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CertificateVault, chainedVault, folderVault, keyVault } from '../../../platform/vault/index.ts';
import { makeKeyPair } from '../../../sandbox/certificates/authority.ts';
import { basicConstraints, keyUsage } from '../../../sandbox/certificates/extensions.ts';
import {
  makeClientCredentials,
  makeServerCredentials,
  makeTestAuthority,
  type TestAuthority,
  testTlsAuthority,
} from '../../../sandbox/certificates/index.ts';
import { issueCertificate, toPem } from '../../../sandbox/certificates/issue.ts';
import { answerOf, failureOf, type Listener, listen, loopbackHttp, requestTo } from '../http/servers.ts';
import { type KeyVaultServer, startKeyVault, token } from './key-vault-server.ts';

const root = makeTestAuthority({ subject: [['2.5.4.3', 'Root']], keyType: 'ec' });

/** An authority whose certificate the root issued. */
function intermediate(name: string): TestAuthority {
  const { publicKey, privateKey } = makeKeyPair('ec');
  const subject = [['2.5.4.3', name]] as const;
  const notBefore = new Date(Date.now() - 86_400_000);
  const notAfter = new Date(Date.now() + 86_400_000);
  const extensions = [basicConstraints(true), keyUsage(['keyCertSign', 'cRLSign'])];
  const serial = `4${randomBytes(15).toString('hex').slice(1)}`;
  const content = { serial, subject, issuer: root.subject, notBefore, notAfter, publicKey, extensions };
  const certificateDer = issueCertificate(content, root.privateKey);
  return { subject, privateKey, certificateDer, certificatePem: toPem(certificateDer, 'CERTIFICATE') };
}

interface Place {
  readonly vault: CertificateVault;
  put(name: 'root' | 'issuing' | 'client', content: { cert: string; key?: string }): void;
}

const chains = { tls: ['root', 'issuing', 'client'] };
const base64 = (pem: string) => pem.replaceAll(/-----[A-Z ]+-----|\s/g, '');

let folder = '';
let keyVaultServer: KeyVaultServer;
let server: Listener;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'timbre-chains-'));
  keyVaultServer = await startKeyVault();
  const trust = { ca: root.certificatePem, requestCert: true, rejectUnauthorized: true };
  const tls = { ...makeServerCredentials(), ...trust, maxVersion: 'TLSv1.2' as const };
  server = await listen((socket) => {
    const { subject, issuerCertificate } = (socket as TLSSocket).getPeerCertificate(true);
    socket.write(answerOf(200, {}, `${subject.CN} of ${issuerCertificate.subject.CN}`));
  }, tls);
});
afterAll(async () => {
  await server.close();
  await keyVaultServer.close();
  rmSync(folder, { recursive: true });
});

const places: Readonly<Record<string, () => Place>> = {
  'a folder': () => ({
    vault: chainedVault(folderVault(folder), chains),
    put(name, { cert, key }) {
      writeFileSync(join(folder, key ? `${name}.pem` : `${name}.cer`), `${cert}${key ?? ''}`);
    },
  }),
  'Key Vault': () => {
    const { url, ca, content } = keyVaultServer;
    const credential = { getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) };
    const client = { disableChallengeResourceVerification: true, tlsOptions: { ca } };
    return {
      vault: chainedVault(keyVault({ url, credential, keep: 0, client }), chains),
      // A certificate without a key cannot be a certificate there: it is a secret, its base64.
      put: (name, { cert, key }) =>
        void content.secrets.set(name, { value: key === undefined ? base64(cert) : `${cert}${key}` }),
    };
  },
};

describe.each(Object.entries(places))('a chain of certificates in %s', (_, open) => {
  it('is shown to a server that knows the root only; and a renewed one is, without a restart', async () => {
    const { vault, put } = open();
    const http = loopbackHttp({ ca: [testTlsAuthority().certificatePem] });
    const one = intermediate('One');
    const anna = makeClientCredentials({ commonName: 'anna', ca: one });
    put('root', { cert: root.certificatePem });
    put('issuing', { cert: one.certificatePem });
    put('client', anna);
    const alone = await vault.clientIdentity('client');
    expect(await failureOf(http, requestTo(server.url, { client: alone }))).toMatchObject({ kind: 'tls', sent: false });
    const asks = async () => {
      const { body } = await http.send(requestTo(server.url, { client: await vault.clientIdentity('tls') }));
      return Buffer.from(body).toString();
    };
    expect(await asks()).toBe('anna of One');
    const two = intermediate('Two');
    put('issuing', { cert: two.certificatePem });
    await expect(vault.clientIdentity('tls')).rejects.toMatchObject({ code: 'CERTIFICATE_CHAIN' });
    put('client', makeClientCredentials({ commonName: 'berta', ca: two }));
    expect(await asks()).toBe('berta of Two');
    expect((await vault.signer('tls')).chain.map(({ subject }) => subject)).toEqual(['CN=Two', 'CN=Root']);
    await http.close();
  });

  it('says which link is missing, and which is none', async () => {
    const { vault, put } = open();
    const lost = chainedVault(vault, { tls: ['nowhere', 'client'] });
    put('client', makeClientCredentials({ ca: root }));
    await expect(lost.clientIdentity('tls')).rejects.toMatchObject({ code: 'SECRET_MISSING' });
    put('root', { cert: 'unspoken' });
    const unreadable = vault.clientIdentity('tls').catch((thrown: unknown) => thrown);
    expect(await unreadable).toMatchObject({ code: expect.stringMatching(/KEY_UNREADABLE|CERTIFICATE_CHAIN/) });
    expect(String(await unreadable)).not.toContain('unspoken');
  });
});
