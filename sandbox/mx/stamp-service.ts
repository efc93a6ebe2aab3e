import { soapAnswer } from '../http/answer.ts';
import { type AuthorityOptions, codeOf, decodeBase64, isWelcome, sha256Of, stampDocument } from './authority.ts';
import { type Refusal, refusals } from './incidencias.ts';
import type { LedgerEntry, Stamped } from './ledger.ts';
import { centralTime } from './mexican-time.ts';
import { anotherUuid, type Call, type Outcome, type Service } from './service.ts';
import { argumentsOf, noSuchOperation, soapService } from './soap.ts';
import { type Acuse, writeAcuse } from './stamp-answer.ts';

const NAMESPACE = 'http://facturacion.finkok.com/stamp';

/** Finkok's service for stamping: `stamp` and `stamped` with `xml`, `username` and `password`. */
export const stampService = (authority: AuthorityOptions): Service =>
  soapService({
    path: '/servicios/soap/stamp',
    read(element): Call {
      const { namespace, name } = element;
      if (namespace !== NAMESPACE || (name !== 'stamp' && name !== 'stamped')) throw noSuchOperation(element);
      const given = argumentsOf(element, ['xml', 'username', 'password']);
      const refused = refuse({ reason: 'credentials', detail: '' }, authority);
      const isKnown = isWelcome(given.username, given.password, authority);
      return {
        operation: name,
        perform: () => outcomeOf(name, isKnown ? judge(name, given.xml, authority) : refused),
        unauthorized: () => soapAnswer(writeAcuse(name, refused.acuse)),
      };
    },
  });

interface Judgement extends Pick<Outcome, 'code' | 'uuid' | 'sha256'> {
  readonly acuse: Acuse;
}

function outcomeOf(operation: 'stamp' | 'stamped', { acuse, ...rest }: Judgement): Outcome {
  const answer = (told: Acuse) => () => soapAnswer(writeAcuse(operation, told));
  const { stamp, ...without } = acuse;
  return {
    ...rest,
    answer: answer(acuse),
    wrongUuid: answer(stamp ? { ...acuse, stamp: { ...stamp, uuid: anotherUuid(stamp.uuid) } } : acuse),
    noUuid: answer(without),
  };
}

function judge(operation: 'stamp' | 'stamped', xml: string, authority: AuthorityOptions): Judgement {
  const bytes = decodeBase64(xml);
  if (!bytes) return refuse({ reason: 'structure', detail: 'El XML no viene en base64' }, authority);
  const sha256 = sha256Of(bytes);
  return { ...(operation === 'stamped' ? find(sha256, authority) : stamp(bytes, sha256, authority)), sha256 };
}

function refuse({ reason, detail }: Refusal, authority: AuthorityOptions): Judgement {
  const code = codeOf(reason, authority);
  const incidencia = { code, message: refusals[reason].message, extraInfo: detail };
  return { code, acuse: { incidencias: [incidencia], at: centralTime(authority.now()) } };
}

function find(sha256: string, authority: AuthorityOptions): Judgement {
  const entry = authority.ledger.first(sha256);
  if (!entry || !isFindable(entry, authority)) return refuse({ reason: 'notStamped', detail: '' }, authority);
  return tell(entry, 'Comprobante timbrado previamente', authority);
}

function stamp(bytes: Buffer, sha256: string, authority: AuthorityOptions): Judgement {
  const earlier = authority.kind === 'detects-duplicates' ? authority.ledger.first(sha256) : undefined;
  if (earlier) return repeat(earlier, authority);
  const stamped = stampDocument(bytes, authority, { manner: 'soap' });
  if ('reason' in stamped) return refuse(stamped, authority);
  return tell(stamped, 'Comprobante timbrado satisfactoriamente', authority);
}

/** Finkok: 307 at once; the earlier stamp comes with it as soon as `stamped` would find it. */
function repeat(earlier: LedgerEntry, authority: AuthorityOptions): Judgement {
  const refused = refuse({ reason: 'duplicate', detail: '' }, authority);
  if (!isFindable(earlier, authority)) return refused;
  const told = tell(earlier, 'Comprobante timbrado previamente', authority);
  return { ...refused, ...told, acuse: { ...told.acuse, ...refused.acuse } };
}

const isFindable = (entry: LedgerEntry, { now, stampedAfter }: AuthorityOptions): boolean =>
  now().getTime() - Date.parse(entry.at) >= stampedAfter;

function tell(entry: Stamped, codEstatus: string, { now }: AuthorityOptions): Judgement {
  const { uuid, document, at, selloSat, noCertificadoSat } = entry;
  const stamp = { uuid, document, fecha: centralTime(new Date(at)), satSeal: selloSat, noCertificadoSat };
  return { uuid, acuse: { stamp, codEstatus, at: centralTime(now()) } };
}
