import type { AuthorityOptions } from '../authority.ts';
import type { CancellationEntry } from '../ledger.ts';
import type { Circumstances } from '../service.ts';
import { DECIDES_AFTER, factsOf, needsAcceptance, type StampFacts, stateOf } from './acceptance.ts';
import { writeAcuse } from './acuse.ts';
import { type EstatusUuid, estatusUuid, isTaken } from './estatus-uuid.ts';
import type { Cancellation, Folio } from './read-cancellation.ts';
import { isBuiltUpon, isCancelled, substitutes } from './relations.ts';
import { knownToSat } from './sat-status.ts';

export interface CancelledFolio {
  readonly uuid: string;
  readonly estatus: EstatusUuid;
}

/** What SAT made of a request. */
export interface Acknowledgement {
  readonly folios: readonly CancelledFolio[];
  readonly at: Date;
  /** SAT's receipt, sealed. */
  readonly acuse: string;
}

/** SAT's part: judges each UUID and notes in the ledger what was taken. */
export function cancel(
  { rfcEmisor, folios }: Cancellation,
  authority: AuthorityOptions,
  circumstances: Circumstances,
): Acknowledgement {
  const at = authority.now();
  const judged = folios.map((folio) => ({ folio, ...judge(folio, rfcEmisor, authority) }));
  const told = judged.map(({ folio: { uuid }, estatus }) => ({ uuid, estatus }));
  const codes = told.map(({ uuid, estatus }) => ({ uuid, code: estatusUuid[estatus].code }));
  const acuse = writeAcuse({ rfcEmisor, at, folios: codes });
  for (const { folio, estatus, facts } of judged) {
    if (estatus !== 'taken' || !facts) continue;
    const decision = decisionOn(facts, authority, circumstances);
    authority.ledger.recordCancellation({ ...entryOf(folio, rfcEmisor), at: at.toISOString(), acuse, ...decision });
  }
  return { folios: told, at, acuse };
}

const entryOf = ({ uuid, motivo, folioSustitucion }: Folio, rfcEmisor: string) => ({
  uuid,
  rfcEmisor,
  motivo,
  ...(folioSustitucion !== '' && { folioSustitucion }),
});

function decisionOn(
  facts: StampFacts,
  authority: AuthorityOptions,
  circumstances: Circumstances,
): Pick<CancellationEntry, 'acceptance' | 'decidedAt'> {
  const asked = circumstances.acceptance ?? authority.acceptance;
  const acceptance = needsAcceptance(facts) ? asked : 'none';
  const own = circumstances.acceptance ? circumstances.acceptanceAfter : authority.acceptanceAfter;
  const after = acceptance === 'none' ? 0 : (own ?? DECIDES_AFTER[acceptance]);
  return { acceptance, decidedAt: new Date(authority.now().getTime() + after).toISOString() };
}

function judge(folio: Folio, rfc: string, authority: AuthorityOptions): { estatus: EstatusUuid; facts?: StampFacts } {
  const entry = knownToSat(folio.uuid, authority);
  if (!entry) return { estatus: 'notFound' };
  const facts = factsOf(entry.document);
  if (facts.emisor !== rfc) return { estatus: 'notTheIssuer' };
  const earlier = authority.ledger.cancellation(folio.uuid);
  if (earlier && stateOf(earlier, authority.now()) !== 'rejected') return { estatus: 'takenBefore' };
  const estatus = judgeMotive(folio, rfc, authority);
  if (estatus !== 'taken') return { estatus };
  return isBuiltUpon(folio.uuid, authority) ? { estatus: 'notCancelable' } : { estatus, facts };
}

/** c_Motivo: 01 names the document that takes the place of the cancelled one, and relates to it with 04; 02 to 04 name none. */
function judgeMotive({ uuid, motivo, folioSustitucion }: Folio, rfc: string, authority: AuthorityOptions): EstatusUuid {
  if (!['01', '02', '03', '04'].includes(motivo)) return 'motive';
  if (motivo !== '01') return folioSustitucion === '' ? 'taken' : 'substituteUnwanted';
  const substitute = knownToSat(folioSustitucion, authority);
  const isValid = substitute && substitute.uuid !== uuid && !isCancelled(substitute, authority);
  if (!isValid || factsOf(substitute.document).emisor !== rfc) return 'substitute';
  return substitutes(substitute.document, uuid) ? 'taken' : 'relation';
}

export const allTaken = ({ folios }: Pick<Acknowledgement, 'folios'>): boolean =>
  folios.every(({ estatus }) => isTaken(estatus));
