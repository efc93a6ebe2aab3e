import { childrenOf, readXml } from '../../read-xml.ts';
import type { AuthorityOptions } from '../authority.ts';
import type { LedgerEntry } from '../ledger.ts';
import { below, PAGOS_NAMESPACE } from '../payment/cadena-pagos.ts';
import { stateOf } from './acceptance.ts';

/** TipoRelacion of a document that takes another's place (c_TipoRelacion). */
const SUBSTITUTES = '04';

/** Whether a document says that it takes the place of the one with the UUID. */
export const substitutes = (document: string, uuid: string): boolean =>
  relationsIn(document).some((relation) => relation.uuid === uuid.toUpperCase() && relation.type === SUBSTITUTES);

/** Whether a living document builds on the one with the UUID: a credit note, an advance, a payment; no substitute. */
export function isBuiltUpon(uuid: string, authority: AuthorityOptions): boolean {
  const wanted = uuid.toUpperCase();
  return authority.ledger.entries.some(
    (entry) =>
      entry.uuid !== wanted &&
      entry.document.toUpperCase().includes(wanted) &&
      !isCancelled(entry, authority) &&
      relationsIn(entry.document).some(({ uuid: related, type }) => related === wanted && type !== SUBSTITUTES),
  );
}

export function isCancelled({ uuid }: LedgerEntry, { ledger, now }: AuthorityOptions): boolean {
  const cancellation = ledger.cancellation(uuid);
  return cancellation !== undefined && stateOf(cancellation, now()) === 'cancelled';
}

interface Relation {
  readonly uuid: string;
  /** TipoRelacion, or `pago`. */
  readonly type: string;
}

function relationsIn(document: string): Relation[] {
  const comprobante = readXml(document);
  const related = childrenOf(comprobante, 'CfdiRelacionados').flatMap((group) =>
    childrenOf(group, 'CfdiRelacionado').map((one) => ({
      uuid: one.attributes.get('UUID') ?? '',
      type: group.attributes.get('TipoRelacion') ?? '',
    })),
  );
  const paid = childrenOf(comprobante, 'Complemento')
    .flatMap(({ children }) => children)
    .filter(({ namespace }) => namespace === PAGOS_NAMESPACE)
    .flatMap((pagos) => below(pagos, 'Pago', 'DoctoRelacionado'))
    .map((docto) => ({ uuid: docto.attributes.get('IdDocumento') ?? '', type: 'pago' }));
  return [...related, ...paid].map(({ uuid, type }) => ({ uuid: uuid.toUpperCase(), type }));
}
