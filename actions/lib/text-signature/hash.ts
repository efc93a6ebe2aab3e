/** Digests that a signature over a text can use. */
export const hashNames = ['sha1', 'sha256', 'sha384', 'sha512'] as const;

export type SignatureHash = (typeof hashNames)[number];
