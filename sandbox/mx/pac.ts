import { X509Certificate } from 'node:crypto';
import { openPort } from '../http/port.ts';
import { type AuthorityOptions, stampingCertificate } from './authority.ts';
import type { Acceptance } from './cancellation/acceptance.ts';
import { cancelService } from './cancellation/cancel-service.ts';
import { consultaService } from './cancellation/consulta-service.ts';
import { type FaultPlan, parseFault, scheduleFaults } from './fault-plan.ts';
import type { FaultName } from './faults.ts';
import type { RefusalName } from './incidencias.ts';
import { type CancellationEntry, type LedgerEntry, openLedger } from './ledger.ts';
import { listenerOf, type PacRequest } from './listener.ts';
import type { Operation } from './operations.ts';
import { restService } from './rest/rest-service.ts';
import { makeTokens } from './rest/tokens.ts';
import { stampService } from './stamp-service.ts';

/** A fault's name (with `once:` or an operation before it, if wanted), one plan, or several: the first that applies strikes. */
export type FaultChoice =
  | FaultName
  | `once:${FaultName}`
  | `${Operation}:${FaultName}`
  | FaultPlan
  | readonly FaultPlan[];

export interface PacOptions {
  /** 0, any free port, when left out. Always on 127.0.0.1. */
  readonly port?: number;
  /** `detects-duplicates` when left out. */
  readonly kind?: AuthorityOptions['kind'];
  readonly fault?: FaultChoice;
  /** Milliseconds until `stamped` finds a stamp; 4000, as Finkok's users measured, when left out. */
  readonly stampedAfter?: number;
  /** What receivers do with requests to cancel; `none`, nobody is asked, when left out. */
  readonly acceptance?: Acceptance;
  /** Milliseconds until they do; a minute, and 72 hours for one that lets it expire, when left out. */
  readonly acceptanceAfter?: number;
  /** Milliseconds until SAT knows of a stamp, to tell of it or to cancel it; 0 when left out. */
  readonly satKnowsAfter?: number;
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
  /** `http://127.0.0.1:PORT`: the SOAP PAC, the REST PAC and SAT have their own paths below it. */
  readonly url: string;
  readonly port: number;
  /** The REST PAC's token that does not expire. */
  readonly token: string;
  /** Every stamp that was made, told or not. */
  readonly ledger: readonly LedgerEntry[];
  /** Every request to cancel that SAT took. */
  readonly cancellations: readonly CancellationEntry[];
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
 * Two local PACs and SAT behind one port: takes CFDI 4.0 by SOAP 1.1 as Finkok does, and by REST as SW Sapien does, checks
 * what a PAC checks, seals a real TimbreFiscalDigital, cancels at SAT, and misbehaves on demand.
 */
export async function startPac(options: PacOptions = {}): Promise<Pac> {
  const { seed = 1 } = options;
  const requests: PacRequest[] = [];
  const authority = authorityOf(options);
  const tokens = makeTokens(authority.now);
  const services = [
    stampService(authority),
    cancelService(authority),
    consultaService(authority),
    restService(authority, tokens),
  ];
  let schedule = scheduleFaults(plansOf(options.fault), seed);
  const { certificatePem, certificateNumber } = stampingCertificate();
  const listener = listenerOf({ services, authority, schedule: () => schedule, requests });
  const port = await openPort(listener, options.port ?? 0, () => schedule);
  const setFault = async (fault?: FaultChoice): Promise<void> => {
    schedule = scheduleFaults(plansOf(fault), seed);
    await port.setOpen(!schedule.closed);
  };
  await port.setOpen(!schedule.closed);
  return {
    url: `http://127.0.0.1:${port.number}`,
    port: port.number,
    token: tokens.infinite,
    ledger: authority.ledger.entries,
    cancellations: authority.ledger.cancellations,
    requests,
    stampingCertificate: { pem: certificatePem, number: certificateNumber },
    setFault,
    close: () => port.setOpen(false),
  };
}

function authorityOf(options: PacOptions): AuthorityOptions {
  const { codes = {}, clock = () => new Date(), xsd, authorities, revoked = [], credentials } = options;
  return {
    kind: options.kind ?? 'detects-duplicates',
    stampedAfter: options.stampedAfter ?? 4000,
    acceptance: options.acceptance ?? 'none',
    ...(options.acceptanceAfter !== undefined && { acceptanceAfter: options.acceptanceAfter }),
    satKnowsAfter: options.satKnowsAfter ?? 0,
    codes,
    now: clock,
    ledger: openLedger(options.ledgerFile),
    rules: {
      revoked: new Set(revoked),
      ...(xsd && { xsd }),
      ...(authorities && { authorities: authorities.map((pem) => new X509Certificate(pem)) }),
    },
    ...(credentials && { credentials }),
  };
}

function plansOf(fault: FaultChoice | undefined): readonly FaultPlan[] {
  if (fault === undefined) return [];
  if (typeof fault === 'string') return [parseFault(fault)];
  return 'fault' in fault ? [fault] : fault;
}
