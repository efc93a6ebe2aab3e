import { createHash, randomUUID } from 'node:crypto';
import { makeTestTaxpayer, type TestTaxpayer } from '../certificates/index.ts';
import { type CfdiRules, checkCfdi } from './check-cfdi.ts';
import { type Refusal, type RefusalName, refusals } from './incidencias.ts';
import { insertComplement } from './insert-complement.ts';
import type { Ledger, LedgerEntry } from './ledger.ts';
import { centralTime } from './mexican-time.ts';
import type { Acuse, StampRequest } from './soap.ts';
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
  /** Other codes for the reasons to refuse. */
  readonly codes: Readonly<Partial<Record<RefusalName, string>>>;
  readonly rules: Omit<CfdiRules, 'now'>;
  readonly now: () => Date;
  readonly ledger: Ledger;
}

/** What came of a request, before anything misbehaves. */
export interface Judgement {
  readonly acuse: Acuse;
  /** The code of the refusal, or undefined after a stamp. */
  readonly code?: string;
  /** The stamp that the answer tells of. */
  readonly uuid?: string;
  readonly sha256?: string;
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

/** The PAC's mind: judges requests and writes the ledger, and knows nothing of connections. */
export function judge(request: StampRequest, options: AuthorityOptions): Judgement {
  const { credentials } = options;
  if (credentials && (request.username !== credentials.username || request.password !== credentials.password)) {
    return refuse({ reason: 'credentials', detail: '' }, options);
  }
  const bytes = decodeBase64(request.xml);
  if (!bytes) return refuse({ reason: 'structure', detail: 'El XML no viene en base64' }, options);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const judged = request.operation === 'stamped' ? find(sha256, options) : stamp(bytes, sha256, options);
  return { ...judged, sha256 };
}

export function refuse({ reason, detail }: Refusal, { codes, now }: AuthorityOptions): Judgement {
  const code = codes[reason] ?? refusals[reason].code;
  const incidencia = { code, message: refusals[reason].message, extraInfo: detail };
  return { code, acuse: { incidencias: [incidencia], at: centralTime(now()) } };
}

function find(sha256: string, options: AuthorityOptions): Judgement {
  const entry = options.ledger.first(sha256);
  if (!entry || !isFindable(entry, options)) return refuse({ reason: 'notStamped', detail: '' }, options);
  return tell(entry, 'Comprobante timbrado previamente', options);
}

function stamp(bytes: Buffer, sha256: string, options: AuthorityOptions): Judgement {
  const earlier = options.kind === 'detects-duplicates' ? options.ledger.first(sha256) : undefined;
  if (earlier) return repeat(earlier, options);
  const at = options.now();
  const checked = checkCfdi(bytes, { ...options.rules, now: at.getTime() });
  if ('reason' in checked) return refuse(checked, options);
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
    sha256,
    sello: timbre.selloCfd,
    at: at.toISOString(),
    selloSat,
    noCertificadoSat: sat.certificateNumber,
    document: insertComplement(checked.text, writeTimbre(timbre, selloSat)),
  };
  options.ledger.record(entry);
  return tell(entry, 'Comprobante timbrado satisfactoriamente', options);
}

/** Finkok: 307 at once; the earlier stamp comes with it as soon as `stamped` would find it. */
function repeat(earlier: LedgerEntry, options: AuthorityOptions): Judgement {
  const refused = refuse({ reason: 'duplicate', detail: '' }, options);
  if (!isFindable(earlier, options)) return refused;
  const told = tell(earlier, 'Comprobante timbrado previamente', options);
  return { ...refused, ...told, acuse: { ...told.acuse, ...refused.acuse } };
}

const isFindable = (entry: LedgerEntry, { now, stampedAfter }: AuthorityOptions): boolean =>
  now().getTime() - Date.parse(entry.at) >= stampedAfter;

function tell(entry: Omit<LedgerEntry, 'answered'>, codEstatus: string, { now }: AuthorityOptions): Judgement {
  const { uuid, document, at, selloSat, noCertificadoSat } = entry;
  const stamp = { uuid, document, fecha: centralTime(new Date(at)), satSeal: selloSat, noCertificadoSat };
  return { uuid, acuse: { stamp, codEstatus, at: centralTime(now()) } };
}

function decodeBase64(text: string): Buffer | undefined {
  const packed = text.replace(/\s+/g, '');
  const isBase64 = packed !== '' && packed.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(packed);
  return isBase64 ? Buffer.from(packed, 'base64') : undefined;
}
