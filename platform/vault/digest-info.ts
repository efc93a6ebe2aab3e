import type { SignatureScheme } from '../../engine/vault.ts';

export type Pkcs1Hash = Extract<SignatureScheme, { padding: 'pkcs1' }>['hash'];

/** DER of DigestInfo up to the digest itself (RFC 8017, 9.2, note 1). */
const PREFIXES: Readonly<Record<Pkcs1Hash, string>> = {
  sha1: '3021300906052b0e03021a05000414',
  sha256: '3031300d060960864801650304020105000420',
  sha384: '3041300d060960864801650304020205000430',
  sha512: '3051300d060960864801650304020305000440',
};

const LENGTHS: Readonly<Record<Pkcs1Hash, number>> = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 };

export const digestInfo = (hash: Pkcs1Hash, digest: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from(PREFIXES[hash], 'hex'), digest]);

/** Bytes in a digest. */
export const digestLength = (hash: Pkcs1Hash): number => LENGTHS[hash];
