import { X509Certificate } from 'node:crypto';
import { type AuthorityOptions, stampingCertificate } from './authority.ts';
import { type FaultPlan, parseFault, scheduleFaults } from './fault-plan.ts';
import type { FaultName } from './faults.ts';
import type { RefusalName } from './incidencias.ts';
import { type LedgerEntry, openLedger } from './ledger.ts';
import { makeListener, type PacRequest } from './listener.ts';
import { openPort } from './port.ts';

/** A fault's name (with `once:` or `stamped:` before it, if wanted), one plan, or several of which the first that applies strikes. */
export type FaultChoice = FaultName | `once:${FaultName}` | `stamped:${FaultName}` | FaultPlan | readonly FaultPlan[];

export interface PacOptions {
  /** 0, any free port, when left out. Always on 127.0.0.1. */
  readonly port?: number;
  /** `detects-duplicates` when left out. */
  readonly kind?: AuthorityOptions['kind'];
  readonly fault?: FaultChoice;
  /** Milliseconds until `stamped` finds a stamp; 4000, as Finkok's users measured, when left out. */
  readonly stampedAfter?: number;
  /** User and password to insist on; any are taken when left out. */
  readonly credentials?: { readonly username: string; readonly password: string };
  /** XSD validation: what is wrong with a document. Not done when left out. */
  readonly xsd?: (xml: string) => readonly string[];
  /** PEM of the authorities that may issue a CSD (308); any may when left out. */
  readonly authorities?: readonly string[];
  /** Certificate numbers to call revoked (304). */
  readonly revoked?: readonly string[];
  /** Other codes for the reasons to refuse. */
  readonly codes?: Readonly<Partial<Record<RefusalName, string>>>;
  readonly clock?: () => Date;
  /** Keeps the ledger in a file of JSON lines; read it with `readLedger`. */
  readonly ledgerFile?: string;
  /** For faults with a probability; 1 when left out. */
  readonly seed?: number;
}

export interface Pac {
  /** `http://127.0.0.1:PORT`; the service is at `/servicios/soap/stamp` below it. */
  readonly url: string;
  readonly port: number;
  /** Every stamp that was made, told or not. */
  readonly ledger: readonly LedgerEntry[];
  /** Every request that was understood, in the order of arrival. */
  readonly requests: readonly PacRequest[];
  /** PEM and NoCertificadoSAT of the certificate that seals the timbres. */
  readonly stampingCertificate: { readonly pem: string; readonly number: string };
  /** Resolves when the fault, or with undefined its end, is in force. */
  setFault(fault?: FaultChoice): Promise<void>;
  /** Drops what is open and frees the port. */
  close(): Promise<void>;
}

/**
 * A local PAC: takes CFDI 4.0 by SOAP 1.1 as Finkok does, checks what a PAC checks, seals a real TimbreFiscalDigital, and
 * misbehaves on demand.
 */
export async function startPac(options: PacOptions = {}): Promise<Pac> {
  const { codes = {}, clock = () => new Date(), seed = 1, xsd, authorities, revoked = [], credentials } = options;
  const ledger = openLedger(options.ledgerFile);
  const requests: PacRequest[] = [];
  const authority: AuthorityOptions = {
    kind: options.kind ?? 'detects-duplicates',
    stampedAfter: options.stampedAfter ?? 4000,
    codes,
    now: clock,
    ledger,
    rules: {
      revoked: new Set(revoked),
      ...(xsd && { xsd }),
      ...(authorities && { authorities: authorities.map((pem) => new X509Certificate(pem)) }),
    },
    ...(credentials && { credentials }),
  };
  let schedule = scheduleFaults(plansOf(options.fault), seed);
  const { certificatePem, certificateNumber } = stampingCertificate();
  const listener = makeListener(authority, () => schedule, requests);
  const port = await openPort(listener, options.port ?? 0, () => schedule);
  const setFault = async (fault?: FaultChoice): Promise<void> => {
    schedule = scheduleFaults(plansOf(fault), seed);
    await port.setOpen(!schedule.closed);
  };
  await port.setOpen(!schedule.closed);
  return {
    url: `http://127.0.0.1:${port.number}`,
    port: port.number,
    ledger: ledger.entries,
    requests,
    stampingCertificate: { pem: certificatePem, number: certificateNumber },
    setFault,
    close: () => port.setOpen(false),
  };
}

function plansOf(fault: FaultChoice | undefined): readonly FaultPlan[] {
  if (fault === undefined) return [];
  if (typeof fault === 'string') return [parseFault(fault)];
  return 'fault' in fault ? [fault] : fault;
}
