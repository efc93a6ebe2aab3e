import Big from 'big.js';
import { childOf, readXml } from '../../read-xml.ts';
import type { CancellationEntry } from '../ledger.ts';

/** What receivers do with a request to cancel; `none`: they are not asked. */
export type Acceptance = 'none' | 'accepts' | 'rejects' | 'expires';

/** Milliseconds until receivers decide. A receiver has three working days (Resolución Miscelánea Fiscal, rule 2.7.1.34). */
export const DECIDES_AFTER: Readonly<Record<Acceptance, number>> = {
  none: 0,
  accepts: 60_000,
  rejects: 60_000,
  expires: 72 * 3_600_000,
};

/** What SAT has noted of a stamped document. */
export interface StampFacts {
  readonly emisor: string;
  readonly receptor: string;
  readonly total: Big;
  readonly sello: string;
  /** TipoDeComprobante. */
  readonly type: string;
  /** Total in pesos. */
  readonly pesos: Big;
}

export function factsOf(document: string): StampFacts {
  const comprobante = readXml(document);
  const at = (name: string): string | undefined => comprobante.attributes.get(name);
  const rfc = (name: string): string => childOf(comprobante, name)?.attributes.get('Rfc') ?? '';
  const total = new Big(at('Total') ?? '0');
  return {
    emisor: rfc('Emisor'),
    receptor: rfc('Receptor'),
    total,
    sello: at('Sello') ?? '',
    type: at('TipoDeComprobante') ?? '',
    pesos: total.times(at('TipoCambio') ?? '1'),
  };
}

/** Anybody's and any foreigner's RFC: no one could accept. */
const GENERIC = ['XAXX010101000', 'XEXX010101000'];

/**
 * Whether the receiver has a say. Rule 2.7.1.35 (2026) spares, among others, income up to 1,000 pesos, credit notes, payroll,
 * transfers and what goes to the generic RFCs, but no payments; its spans of time and special taxpayers are left aside here.
 */
export const needsAcceptance = ({ type, pesos, receptor }: StampFacts): boolean =>
  !GENERIC.includes(receptor) && (type === 'P' || (type === 'I' && pesos.gt(1000)));

export type CancellationState = 'pending' | 'cancelled' | 'rejected';

export function stateOf({ acceptance, decidedAt }: CancellationEntry, now: Date): CancellationState {
  if (now.getTime() < Date.parse(decidedAt)) return 'pending';
  return acceptance === 'rejects' ? 'rejected' : 'cancelled';
}
