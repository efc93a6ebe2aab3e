import { isIPv4 } from 'node:net';
import { type Asn1, bits, boolean, octets, oid, sequence, taggedBytes, toDer } from './der.ts';

/** Bits of the key usage extension, counted from the left (RFC 5280, 4.2.1.3). */
const keyUsageBit = {
  digitalSignature: 0,
  nonRepudiation: 1,
  dataEncipherment: 3,
  keyAgreement: 4,
  keyCertSign: 5,
  cRLSign: 6,
} as const;

export type KeyUsage = keyof typeof keyUsageBit;

export const basicConstraints = (authority: boolean): Asn1 =>
  extension('2.5.29.19', true, authority ? sequence(boolean(true)) : sequence());

export function keyUsage(usages: readonly KeyUsage[]): Asn1 {
  const byte = usages.reduce((sum, usage) => sum | (0x80 >> keyUsageBit[usage]), 0);
  const unused = 7 - Math.max(...usages.map((usage) => keyUsageBit[usage]));
  return extension('2.5.29.15', false, bits(Buffer.of(byte), unused));
}

const purposes = { server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2', email: '1.3.6.1.5.5.7.3.4' } as const;

export const extendedKeyUsage = (...uses: readonly (keyof typeof purposes)[]): Asn1 =>
  extension('2.5.29.37', false, sequence(...uses.map((use) => oid(purposes[use]))));

/** Names a TLS client checks: IPv4 addresses as `iPAddress` [7], anything else as `dNSName` [2]. */
export function subjectAlternativeNames(hosts: readonly string[]): Asn1 {
  const names = hosts.map((host) =>
    isIPv4(host) ? taggedBytes(7, Buffer.from(host.split('.').map(Number))) : taggedBytes(2, Buffer.from(host)),
  );
  return extension('2.5.29.17', false, sequence(...names));
}

function extension(id: string, critical: boolean, value: Asn1): Asn1 {
  const wrapped = octets(toDer(value));
  return critical ? sequence(oid(id), boolean(true), wrapped) : sequence(oid(id), wrapped);
}
