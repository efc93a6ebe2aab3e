import type { ProblemKind } from './kind.ts';

/** Secrets, keys and certificates of the legal entities. */
export const vaultKinds = {
  SECRET_MISSING: {
    blame: 'operator',
    summary: 'A secret is not in the vault.',
    action: 'Put it there under the name given.',
  },
  VAULT_FAILED: {
    blame: 'operator',
    summary: 'The vault cannot be reached, or refuses.',
    action: 'Mend the vault or the rights of the identity that Timbre runs under; then resume the run.',
  },
  SECRET_UNREADABLE: {
    blame: 'operator',
    summary: 'A file of the vault cannot be read.',
    action: 'Let the account that runs timbre read the file that is named.',
  },
  SECRET_AMBIGUOUS: {
    blame: 'operator',
    summary: 'The vault has two files that could be meant.',
    action: 'Keep one of them.',
  },
  KEY_PASSWORD: {
    blame: 'operator',
    summary: 'The password of a key is wrong or missing.',
    action: 'Put the right password beside the key.',
  },
  KEY_UNREADABLE: {
    blame: 'operator',
    summary: 'A key or its certificate cannot be read.',
    action: 'Export it again as PKCS#12, or as certificate and PKCS#8 key.',
  },
  KEY_MISMATCH: {
    blame: 'operator',
    summary: 'The key does not belong to the certificate.',
    action: 'Put the certificate and the key of one pair into the vault.',
  },
  KEY_SCHEME: {
    blame: 'operator',
    summary: 'This key cannot make the signature that is asked for.',
    action: 'Use a key of the kind that is named.',
  },
  CERTIFICATE_EXPIRED: {
    blame: 'operator',
    summary: 'The certificate has expired; nothing was signed.',
    action: 'Put the renewed certificate and its key into the vault, then resume the run.',
  },
  CERTIFICATE_NOT_YET_VALID: {
    blame: 'operator',
    summary: 'The certificate is not valid yet; nothing was signed.',
    action: 'Put a certificate into the vault that was valid when the run started, or check the clock of this machine.',
  },
  CERTIFICATE_CHAIN: {
    blame: 'operator',
    summary: 'The certificates of a chain do not issue each other.',
    action:
      'Name them in order under `chains`: the root first, the certificate with its key last; put in the renewed ones.',
  },
  CERTIFICATE_EXPIRES_SOON: {
    blame: 'operator',
    summary: 'The certificate expires within 30 days.',
    action: 'Order the renewal now.',
  },
  CERTIFICATE_OTHER_SUBJECT: {
    blame: 'operator',
    summary: 'The certificate belongs to somebody else than the document says; nothing was signed.',
    action: 'Mend the secret that the environment names for this legal entity, or the taxpayer in the business data.',
  },
  CERTIFICATE_NUMBER: {
    blame: 'operator',
    summary: 'The serial number of the certificate does not have the form the authority uses.',
    action: 'Use a certificate that this authority has issued.',
  },
} as const satisfies Record<string, ProblemKind>;
