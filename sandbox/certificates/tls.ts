import { randomBytes } from 'node:crypto';
import { makeKeyPair, makeTestAuthority, privateKeyPem, type TestAuthority } from './authority.ts';
import { basicConstraints, extendedKeyUsage, keyUsage, subjectAlternativeNames } from './extensions.ts';
import { issueCertificate, toPem } from './issue.ts';

/** What `tls.createServer` and `tls.connect` take, all PEM. */
export interface TlsCredentials {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

export interface TlsCredentialsOptions {
  readonly ca?: TestAuthority;
  /** End of validity; a year ahead when left out. */
  readonly notAfter?: Date;
  readonly notBefore?: Date;
}

const DAY = 24 * 3_600_000;

/** A TLS server's certificate (EC P-256) for loopback, or for the host names and IPv4 addresses given. */
export function makeServerCredentials(
  options: TlsCredentialsOptions & { readonly hosts?: readonly string[] } = {},
): TlsCredentials {
  const hosts = options.hosts ?? ['localhost', '127.0.0.1'];
  return makeCredentials(hosts[0] ?? 'localhost', options, [
    extendedKeyUsage('server'),
    subjectAlternativeNames(hosts),
  ]);
}

/** A TLS client's certificate (EC P-256) for mutual authentication. */
export function makeClientCredentials(
  options: TlsCredentialsOptions & { readonly commonName?: string } = {},
): TlsCredentials {
  return makeCredentials(options.commonName ?? 'sandbox client', options, [extendedKeyUsage('client')]);
}

let shared: TestAuthority | undefined;

/** The authority behind this process's loopback certificates. */
export function testTlsAuthority(): TestAuthority {
  shared ??= makeTestAuthority({ subject: [['2.5.4.3', 'Sandbox TLS authority']], keyType: 'ec' });
  return shared;
}

function makeCredentials(
  commonName: string,
  { ca = testTlsAuthority(), notBefore, notAfter }: TlsCredentialsOptions,
  extensions: ReturnType<typeof extendedKeyUsage>[],
): TlsCredentials {
  const keys = makeKeyPair('ec');
  const certificate = issueCertificate(
    {
      serial: `4${randomBytes(15).toString('hex').slice(1)}`,
      subject: [['2.5.4.3', commonName]],
      issuer: ca.subject,
      notBefore: notBefore ?? new Date(Date.now() - DAY),
      notAfter: notAfter ?? new Date(Date.now() + 365 * DAY),
      publicKey: keys.publicKey,
      extensions: [basicConstraints(false), keyUsage(['digitalSignature']), ...extensions],
    },
    ca.privateKey,
  );
  return { key: privateKeyPem(keys.privateKey), cert: toPem(certificate, 'CERTIFICATE'), ca: ca.certificatePem };
}
