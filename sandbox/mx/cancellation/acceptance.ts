import Big from 'big.js';
import type { CancellationEntry } from '../ledger.ts';
import { childOf, readXml } from '../read-xml.ts';

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
  readonly isIncome: boolean;
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
    isIncome: at('TipoDeComprobante') === 'I',
    pesos: total.times(at('TipoCambio') ?? '1'),
  };
}

/** Anybody's and any foreigner's RFC: no one could accept. */
const GENERIC = ['XAXX010101000', 'XEXX010101000'];

/**
 * Whether the receiver has a say. Rule 2.7.1.35 spares, among others, documents up to 1,000 pesos, to the generic RFCs,
 * and those that are no income; its spans of time are left aside here.
 */
export const needsAcceptance = ({ isIncome, pesos, receptor }: StampFacts): boolean =>
  isIncome && pesos.gt(1000) && !GENERIC.includes(receptor);

export type CancellationState = 'pending' | 'cancelled' | 'rejected';

export function stateOf({ acceptance, decidedAt }: CancellationEntry, now: Date): CancellationState {
  if (now.getTime() < Date.parse(decidedAt)) return 'pending';
  return acceptance === 'rejects' ? 'rejected' : 'cancelled';
}
