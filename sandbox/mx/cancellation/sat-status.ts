import Big from 'big.js';
import type { AuthorityOptions } from '../authority.ts';
import type { CancellationEntry, LedgerEntry } from '../ledger.ts';
import { factsOf, needsAcceptance, type StampFacts, stateOf } from './acceptance.ts';
import { isBuiltUpon } from './relations.ts';

/** What somebody holds of a document: the QR code's expression. */
export interface SatQuery {
  readonly uuid: string;
  readonly emisor: string;
  readonly receptor: string;
  readonly total: string;
  /** The last eight characters of the Sello; not compared when left out. */
  readonly fe?: string;
}

/** SAT's answer, in its own words. */
export interface SatStatus {
  readonly CodigoEstatus: string;
  readonly EsCancelable: string;
  readonly Estado: string;
  readonly EstatusCancelacion: string;
}

const FOUND = 'S - Comprobante obtenido satisfactoriamente.';
const INVALID = 'N - 601: La expresión impresa proporcionada no es válida.';
const UNKNOWN = 'N - 602: Comprobante no encontrado.';

const no = (CodigoEstatus: string): SatStatus => ({
  CodigoEstatus,
  EsCancelable: '',
  Estado: 'No Encontrado',
  EstatusCancelacion: '',
});

/** SAT's ConsultaCFDI; without a query because the expression was none. */
export function satStatus(query: SatQuery | undefined, authority: AuthorityOptions): SatStatus {
  if (!query) return no(INVALID);
  const entry = knownToSat(query.uuid, authority);
  const facts = entry && factsOf(entry.document);
  if (!entry || facts?.emisor !== query.emisor || facts.receptor !== query.receptor) return no(UNKNOWN);
  if (!isSameDocument(query, facts)) return no(INVALID);
  const cancellation = authority.ledger.cancellation(entry.uuid);
  return { CodigoEstatus: FOUND, ...(cancellation ? after(cancellation, authority) : before(entry, facts, authority)) };
}

/** The stamp with a UUID, once SAT knows of it. */
export function knownToSat(uuid: string, { ledger, now, satKnowsAfter }: AuthorityOptions): LedgerEntry | undefined {
  const entry = ledger.stamp(uuid);
  return entry && now().getTime() - Date.parse(entry.at) >= satKnowsAfter ? entry : undefined;
}

function isSameDocument({ total, fe }: SatQuery, facts: StampFacts): boolean {
  const isTotal = /^\d+(\.\d+)?$/.test(total) && new Big(total).eq(facts.total);
  return isTotal && (fe === undefined || facts.sello.endsWith(fe));
}

type State = Omit<SatStatus, 'CodigoEstatus'>;

function before({ uuid }: LedgerEntry, facts: StampFacts, authority: AuthorityOptions): State {
  const asks = authority.acceptance !== 'none' && needsAcceptance(facts);
  const way = asks ? 'Cancelable con aceptación' : 'Cancelable sin aceptación';
  const EsCancelable = isBuiltUpon(uuid, authority) ? 'No cancelable' : way;
  return { EsCancelable, Estado: 'Vigente', EstatusCancelacion: '' };
}

const CANCELLED: Readonly<Record<CancellationEntry['acceptance'], string>> = {
  none: 'Cancelado sin aceptación',
  accepts: 'Cancelado con aceptación',
  expires: 'Plazo vencido',
  rejects: 'Solicitud rechazada',
};

function after(cancellation: CancellationEntry, { now }: AuthorityOptions): State {
  const EsCancelable = cancellation.acceptance === 'none' ? 'Cancelable sin aceptación' : 'Cancelable con aceptación';
  const state = stateOf(cancellation, now());
  if (state === 'pending') return { EsCancelable, Estado: 'Vigente', EstatusCancelacion: 'En proceso' };
  const Estado = state === 'cancelled' ? 'Cancelado' : 'Vigente';
  return { EsCancelable, Estado, EstatusCancelacion: CANCELLED[cancellation.acceptance] };
}
