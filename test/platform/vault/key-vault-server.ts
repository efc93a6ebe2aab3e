import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import forge from 'node-forge';
import { makeServerCredentials } from '../../../sandbox/certificates/index.ts';
import { openssl } from './openssl.ts';

/** What stands in the vault; tests put things in and take them out while it runs. */
export interface KeyVaultContent {
  readonly secrets: Map<string, { readonly value: string; readonly contentType?: string }>;
  readonly certificates: Map<string, KeyVaultCertificate>;
}

export interface KeyVaultCertificate {
  readonly cer: Uint8Array;
  readonly exportable: boolean;
  /** PEM. */
  readonly key: string;
}

export interface KeyVaultServer {
  readonly url: string;
  /** The certificate authority behind it, PEM. */
  readonly ca: string;
  readonly content: KeyVaultContent;
  /** Every request that was let in: `GET /secrets/a`. */
  readonly asked: string[];
  /** Statuses to answer with instead, or no answer at all, one for each request to come. */
  readonly faults: (number | 'silence')[];
  close(): Promise<void>;
}

/** The token that the stand-in lets in; without it the answer is the challenge that every vault begins with. */
export const token = 'key-vault-token';

/**
 * A stand-in for Azure Key Vault: TLS, the challenge, secrets, certificates, and signing of digests by keys that are not given
 * away. openssl signs: it takes a digest, which node does not.
 */
export async function startKeyVault(): Promise<KeyVaultServer> {
  const { key, cert, ca } = makeServerCredentials();
  const content: KeyVaultContent = { secrets: new Map(), certificates: new Map() };
  const asked: string[] = [];
  const faults: (number | 'silence')[] = [];
  const server = createServer({ key, cert }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers });
        response.end(JSON.stringify(body));
      };
      if (request.headers.authorization !== `Bearer ${token}`)
        return answer(401, {}, { 'www-authenticate': challenge });
      const path = new URL(request.url ?? '', 'https://vault').pathname.replace(/\/$/, '');
      asked.push(`${request.method} ${path}`);
      const fault = faults.shift();
      if (fault === 'silence') return;
      if (fault) return answer(fault, { error: { code: 'Fault', message: 'on demand' } }, { 'retry-after': '0' });
      const { status, body } = reply(content, base(), path, Buffer.concat(chunks).toString());
      answer(status, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = () => `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: base(), ca, content, asked, faults, close };
}

const challenge =
  'Bearer authorization="https://login.microsoftonline.com/00000000-0000-0000-0000-000000000000", resource="https://vault.azure.net"';

function reply({ secrets, certificates }: KeyVaultContent, base: string, path: string, body: string) {
  const [, kind = '', name = '', , operation] = path.split('/');
  const absent = { status: 404, body: { error: { code: `${kind[0]?.toUpperCase()}${kind.slice(1, -1)}NotFound` } } };
  if (kind === 'secrets') {
    const secret = secrets.get(name);
    return secret ? ok({ ...secret, id: `${base}/secrets/${name}/1`, attributes: {} }) : absent;
  }
  const certificate = certificates.get(name);
  if (certificate === undefined) return absent;
  if (kind === 'certificates') return ok(described(certificate, base, name));
  if (kind === 'keys' && operation === 'sign')
    return ok(signed(certificate, JSON.parse(body), `${base}/keys/${name}/1`));
  // A caller that may sign need not be allowed to read the key.
  return { status: 403, body: { error: { code: 'Forbidden' } } };
}

const ok = (body: unknown) => ({ status: 200, body });

const described = ({ cer, exportable }: KeyVaultCertificate, base: string, name: string) => ({
  id: `${base}/certificates/${name}/1`,
  kid: `${base}/keys/${name}/1`,
  sid: `${base}/secrets/${name}/1`,
  cer: Buffer.from(cer).toString('base64'),
  policy: { key_props: { exportable }, secret_props: { contentType: 'application/x-pkcs12' } },
  attributes: { enabled: true },
});

function signed({ key }: KeyVaultCertificate, { alg, value }: { alg: string; value: string }, kid: string) {
  const digest = `digest:sha${alg.slice(2, 5)}`;
  const padding = { R: 'pkcs1', P: 'pss' }[alg[0] ?? ''];
  const options = padding ? ['-pkeyopt', `rsa_padding_mode:${padding}`] : [];
  if (padding === 'pss') options.push('-pkeyopt', 'rsa_pss_saltlen:digest');
  const files = { 'key.pem': key, digest: Buffer.from(value, 'base64url') };
  const args = ['pkeyutl', '-sign', '-inkey', 'key.pem', '-in', 'digest', '-pkeyopt', digest, ...options];
  const signature = openssl([...args, '-out', 'signature'], files, 'signature');
  return { kid, value: (padding ? signature : raw(signature, alg)).toString('base64url') };
}

/** r and s one behind the other, as the vault answers, from the DER of openssl. */
function raw(der: Buffer, alg: string): Buffer {
  const size = { ES256: 32, ES384: 48, ES512: 66 }[alg] ?? 32;
  const { value } = forge.asn1.fromDer(der.toString('binary'));
  const numbers = (value as forge.asn1.Asn1[]).map((each) => Buffer.from(String(each.value), 'binary'));
  return Buffer.concat(numbers.map((number) => Buffer.concat([Buffer.alloc(size), number]).subarray(-size)));
}
