import { soapAnswer } from '../../http/answer.ts';
import type { XmlElement } from '../../read-xml.ts';
import { type AuthorityOptions, isWelcome } from '../authority.ts';
import { refusals } from '../incidencias.ts';
import { centralTime } from '../mexican-time.ts';
import { anotherUuid, type Call, type Outcome } from '../service.ts';
import { argumentsOf, VIEWS_NAMESPACE, writeEnvelope, writeMembers } from '../soap.ts';
import { all } from './status-call.ts';

const ARGUMENTS = ['username', 'password', 'taxpayer_id', 'uuid', 'type'] as const;

/** Finkok's `get_receipt` of type C: SAT's receipt of the latest request that SAT took. */
export function receiptCall(element: XmlElement, authority: AuthorityOptions): Call {
  const { username, password, taxpayer_id, uuid, type } = argumentsOf(element, ARGUMENTS);
  const answer = (members: Members) => () => soapAnswer(writeReceipt(members));
  const unauthorized = answer({ success: 'false', error: refusals.credentials.message });
  return {
    operation: 'receipt',
    perform(): Outcome {
      if (!isWelcome(username, password, authority)) return { ...all(unauthorized), code: refusals.credentials.code };
      const entry = type === 'C' ? authority.ledger.cancellation(uuid) : undefined;
      const common = { uuid, taxpayer_id };
      if (entry?.rfcEmisor !== taxpayer_id)
        return all(answer({ ...common, success: 'false', error: 'No existe el acuse' }));
      const date = centralTime(new Date(entry.at));
      const found = { ...common, success: 'true', receipt: entry.acuse, date };
      return {
        answer: answer(found),
        wrongUuid: answer({ ...found, uuid: anotherUuid(uuid) }),
        noUuid: answer({ success: 'true', date }),
      };
    },
    unauthorized,
  };
}

type Members = Readonly<Partial<Record<'success' | 'uuid' | 'receipt' | 'taxpayer_id' | 'error' | 'date', string>>>;

const ORDER = ['uuid', 'success', 'receipt', 'taxpayer_id', 'error', 'date'] as const;

function writeReceipt(members: Members): string {
  return writeEnvelope({ tns: 'http://facturacion.finkok.com/cancel', s0: VIEWS_NAMESPACE }, (body) => {
    const result = body.ele('tns:get_receiptResponse').ele('tns:get_receiptResult');
    for (const name of ORDER) writeMembers(result, { [`s0:${name}`]: members[name] });
  });
}
