import { createHash, randomUUID } from 'node:crypto';
import { makeTestTaxpayer, type TestTaxpayer } from '../certificates/index.ts';
import type { Acceptance } from './cancellation/acceptance.ts';
import { type CfdiRules, checkCfdi } from './check-cfdi.ts';
import { type Refusal, type RefusalName, refusals } from './incidencias.ts';
import { insertComplement } from './insert-complement.ts';
import type { Ledger, Stamped } from './ledger.ts';
import { centralTime } from './mexican-time.ts';
import { sealTimbre, writeTimbre } from './timbre-fiscal-digital.ts';

export interface AuthorityOptions {
  /**
   * `detects-duplicates` answers the same bytes with 307; `stamps-every-post` makes every valid post another fiscal
   * document, as PACs do that know no idempotency key.
   */
  readonly kind: 'detects-duplicates' | 'stamps-every-post';
  /** Milliseconds until `stamped` finds a stamp and 307 brings it along. */
  readonly stampedAfter: number;
  readonly credentials?: { readonly username: string; readonly password: string };
  /** What receivers do with requests to cancel, and after how many milliseconds. */
  readonly acceptance: Acceptance;
  readonly acceptanceAfter?: number;
  /** Milliseconds until SAT knows of a stamp. */
  readonly satKnowsAfter: number;
  /** Other codes for the reasons to refuse. */
  readonly codes: Readonly<Partial<Record<RefusalName, string>>>;
  readonly rules: Omit<CfdiRules, 'now'>;
  readonly now: () => Date;
  readonly ledger: Ledger;
}

let shared: TestTaxpayer | undefined;

/** The certificate that this process's PACs seal timbres with, in the place of SAT's. */
export function stampingCertificate(): TestTaxpayer {
  shared ??= makeTestTaxpayer({
    rfc: 'SPR190613I52',
    name: 'SAT SANDBOX',
    serial: '30001000000599990001',
  });
  return shared;
}

/** Checks what a PAC checks, seals a timbre and writes it into the ledger. Knows nothing of manners and connections. */
export function stampDocument(
  bytes: Buffer,
  options: AuthorityOptions,
  by: Pick<Stamped, 'manner' | 'customId'>,
): Stamped | Refusal {
  const at = options.now();
  const checked = checkCfdi(bytes, { ...options.rules, now: at.getTime() });
  if ('reason' in checked) return checked;
  const sat = stampingCertificate();
  const timbre = {
    uuid: randomUUID().toUpperCase(),
    fechaTimbrado: centralTime(at),
    rfcProvCertif: sat.rfc,
    selloCfd: checked.comprobante.attributes.get('Sello') ?? '',
    noCertificadoSat: sat.certificateNumber,
  };
  const selloSat = sealTimbre(timbre, sat.privateKey);
  const entry = {
    uuid: timbre.uuid,
    sha256: sha256Of(bytes),
    sello: timbre.selloCfd,
    at: at.toISOString(),
    selloSat,
    noCertificadoSat: sat.certificateNumber,
    document: insertComplement(checked.text, writeTimbre(timbre, selloSat)),
    ...by,
  };
  options.ledger.record(entry);
  return entry;
}

export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

export const codeOf = (reason: RefusalName, { codes }: AuthorityOptions): string =>
  codes[reason] ?? refusals[reason].code;

/** Whether user and password are the ones to insist on; any are taken when there are none. */
export const isWelcome = (username: string, password: string, { credentials }: AuthorityOptions): boolean =>
  !credentials || (username === credentials.username && password === credentials.password);

/** The bytes in base64, white space aside; undefined when it is none. */
export function decodeBase64(text: string): Buffer | undefined {
  const packed = text.replace(/\s+/g, '');
  const isBase64 = packed !== '' && packed.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(packed);
  return isBase64 ? Buffer.from(packed, 'base64') : undefined;
}
