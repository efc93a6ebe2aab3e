import type { CanonicalForm } from '../canonical/index.ts';

export const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
export const ENVELOPED = `${DSIG}enveloped-signature`;
export const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';

/** XML Signature 1.1, 6.2, and RFC 6931, 2.1: the identifier of a digest. */
export const digests = {
  sha1: `${DSIG}sha1`,
  sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
  sha384: 'http://www.w3.org/2001/04/xmldsig-more#sha384',
  sha512: 'http://www.w3.org/2001/04/xmlenc#sha512',
} as const;

const rsa = (hash: keyof typeof digests, uri: string) => ({ uri, key: 'rsa', hash }) as const;
const ec = (hash: 'sha256' | 'sha384' | 'sha512') =>
  ({ uri: `http://www.w3.org/2001/04/xmldsig-more#ecdsa-${hash}`, key: 'ec', hash }) as const;

/** XML Signature 1.1, 6.4, and RFC 6931, 2.3. No HMAC: whoever verifies such a signature could have made it. */
export const signatures = {
  'rsa-sha1': rsa('sha1', `${DSIG}rsa-sha1`),
  'rsa-sha256': rsa('sha256', 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'),
  'rsa-sha384': rsa('sha384', 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384'),
  'rsa-sha512': rsa('sha512', 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512'),
  'ecdsa-sha256': ec('sha256'),
  'ecdsa-sha384': ec('sha384'),
  'ecdsa-sha512': ec('sha512'),
} as const;

const C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';

/** XML Signature 1.1, 6.5. */
export const canonicalizations = {
  c14n: { uri: C14N, exclusive: false, comments: false },
  'c14n-with-comments': { uri: `${C14N}#WithComments`, exclusive: false, comments: true },
  'exc-c14n': { uri: EXCLUSIVE, exclusive: true, comments: false },
  'exc-c14n-with-comments': { uri: `${EXCLUSIVE}WithComments`, exclusive: true, comments: true },
} as const;

export type Digest = keyof typeof digests;
export type SignatureAlgorithm = keyof typeof signatures;
export type Canonicalization = keyof typeof canonicalizations;

export const digestNames = namesOf(digests);
export const signatureNames = namesOf(signatures);
export const canonicalizationNames = namesOf(canonicalizations);

/** The form that a name and a list of prefixes (`#default` for the default namespace) stand for. */
export function formOf(name: Canonicalization, prefixes: readonly string[] = []): CanonicalForm {
  const { exclusive, comments } = canonicalizations[name];
  const inclusivePrefixes = exclusive ? prefixes.map((each) => (each === '#default' ? '' : each)) : [];
  return { exclusive, comments, inclusivePrefixes };
}

/** The name behind an identifier; undefined when it is none that is supported. */
export function nameOf<T extends string>(
  table: Readonly<Record<T, string | { readonly uri: string }>>,
  uri: string | undefined,
): T | undefined {
  return namesOf(table).find((name) => {
    const entry: string | { readonly uri: string } = table[name];
    return (typeof entry === 'string' ? entry : entry.uri) === uri;
  });
}

function namesOf<T extends string>(table: Readonly<Record<T, unknown>>): readonly T[] {
  return Object.keys(table).filter((name): name is T => Object.hasOwn(table, name));
}
