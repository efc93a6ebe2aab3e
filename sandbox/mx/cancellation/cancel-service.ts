import { soapAnswer } from '../../http/answer.ts';
import { type AuthorityOptions, codeOf, decodeBase64, isWelcome } from '../authority.ts';
import { type Refusal, refusals } from '../incidencias.ts';
import { centralTime } from '../mexican-time.ts';
import { anotherUuid, type Call, type Circumstances, type Outcome, type Service } from '../service.ts';
import { argumentsOf, noSuchOperation, soapService, VIEWS_NAMESPACE, writeEnvelope, writeMembers } from '../soap.ts';
import { type Acknowledgement, allTaken, cancel } from './cancel.ts';
import { type EstatusUuid, estatusUuid } from './estatus-uuid.ts';
import { readCancellation } from './read-cancellation.ts';
import { receiptCall } from './receipt.ts';
import { statusCall } from './status-call.ts';

const NAMESPACE = 'http://facturacion.finkok.com/cancel';

/** Finkok's service for cancelling: `cancel_signature`, `get_sat_status` and `get_receipt`. */
export const cancelService = (authority: AuthorityOptions): Service =>
  soapService({
    path: '/servicios/soap/cancel',
    read(element): Call {
      const { namespace, name } = element;
      if (namespace !== NAMESPACE) throw noSuchOperation(element);
      if (name === 'get_sat_status') return statusCall(element, authority);
      if (name === 'get_receipt') return receiptCall(element, authority);
      if (name !== 'cancel_signature') throw noSuchOperation(element);
      const { xml, username, password } = argumentsOf(element, ['xml', 'username', 'password']);
      const unauthorized = refused({ reason: 'credentials', detail: '' }, authority);
      const isKnown = isWelcome(username, password, authority);
      return {
        operation: 'cancel',
        perform: (circumstances) => (isKnown ? perform(xml, authority, circumstances) : unauthorized),
        unauthorized: unauthorized.answer,
      };
    },
  });

function perform(xml: string, authority: AuthorityOptions, circumstances: Circumstances): Outcome {
  const bytes = decodeBase64(xml);
  if (!bytes) return refused({ reason: 'structure', detail: 'El XML no viene en base64' }, authority);
  const request = readCancellation(bytes, authority);
  if ('reason' in request) return refused(request, authority);
  const done = cancel(request, authority, circumstances);
  const answer = (folios: Acknowledgement['folios']) => () =>
    soapAnswer(writeResult({ ...done, folios, rfcEmisor: request.rfcEmisor }));
  const [wrong] = done.folios.filter(({ estatus }) => !allTaken({ ...done, folios: [{ uuid: '', estatus }] }));
  return {
    answer: answer(done.folios),
    wrongUuid: answer(done.folios.map((folio) => ({ ...folio, uuid: anotherUuid(folio.uuid) }))),
    noUuid: answer([]),
    ...(wrong && { code: estatusUuid[wrong.estatus].code }),
  };
}

/** A request that does not reach SAT is answered with CodEstatus and without Folios. */
function refused({ reason, detail }: Refusal, authority: AuthorityOptions): Outcome {
  const code = codeOf(reason, authority);
  const codEstatus = `${code} - ${refusals[reason].message}${detail && `: ${detail}`}`;
  const answer = () => soapAnswer(writeResult({ at: authority.now(), codEstatus }));
  return { code, answer, wrongUuid: answer, noUuid: answer };
}

interface Result extends Partial<Omit<Acknowledgement, 'at'>> {
  readonly at: Date;
  readonly rfcEmisor?: string;
  readonly codEstatus?: string;
}

/** `cancel_signatureResponse`: CancelaCFDResult in the order that Finkok writes it. */
function writeResult({ folios = [], acuse, at, rfcEmisor, codEstatus }: Result): string {
  return writeEnvelope({ tns: NAMESPACE, s0: VIEWS_NAMESPACE }, (body) => {
    const result = body.ele('tns:cancel_signatureResponse').ele('tns:cancel_signatureResult');
    if (acuse !== undefined) {
      const list = result.ele('s0:Folios');
      for (const { uuid, estatus } of folios) writeMembers(list.ele('s0:Folio'), folioMembers(uuid, estatus));
    }
    writeMembers(result, { 's0:Acuse': acuse, 's0:Fecha': centralTime(at), 's0:RfcEmisor': rfcEmisor });
    writeMembers(result, { 's0:CodEstatus': codEstatus });
  });
}

const folioMembers = (uuid: string, estatus: EstatusUuid) => ({
  's0:UUID': uuid,
  's0:EstatusUUID': estatusUuid[estatus].code,
  's0:EstatusCancelacion': estatusUuid[estatus].message,
});
