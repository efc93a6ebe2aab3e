import type { ProblemKind } from './kind.ts';

/** Signatures, made and verified. */
export const signatureKinds = {
  CERTIFICATE_MISSING: {
    blame: 'authority',
    summary: 'A signed document has no certificate that can be read.',
    action: 'Give the certificate to the step.',
  },
  SIGNATURE_MISSING: { blame: 'authority', summary: 'The document is not signed.', action: 'Ask for the signed one.' },
  SIGNATURE_INVALID: {
    blame: 'authority',
    summary: 'The signature does not hold: the document was changed, or another key signed it.',
    action: 'Do not use the document; ask its sender for the original.',
  },
  SIGNATURE_UNSAFE: {
    blame: 'authority',
    summary: 'The signature is built in a way that cannot be relied on, whether it holds or not.',
    action: 'Do not use the document; ask its sender what signs it, and how.',
  },
  SIGNER_UNSAID: {
    blame: 'author',
    summary: 'A signature is to be verified, but nothing says who must have made it.',
    action: 'Wire the input `certificate`, name a `certificate` of the feature, or say `subject` with `equals`.',
  },
  CERTIFICATE_UNREADABLE: {
    blame: 'author',
    summary: 'A file of the feature is not a certificate.',
    action: 'Save it as PEM: -----BEGIN CERTIFICATE-----.',
  },
  SIGNATURE_PLACE: {
    blame: 'author',
    summary: 'The element that a place of the signature names does not stand exactly once in the document.',
    action: 'Mend the path, or the mapping that writes the document.',
  },
  PLACE_SYNTAX: {
    blame: 'author',
    summary: 'This is not the path of an attribute.',
    action: 'Write it as /prefix:Element/prefix:Element/@Attribute.',
  },
  TEXT_DESCRIPTION: {
    blame: 'author',
    summary: 'The description of the text to sign does not fit together.',
    action: 'Mend the line that is marked.',
  },
} as const satisfies Record<string, ProblemKind>;
