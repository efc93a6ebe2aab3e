import { soapAnswer } from '../../http/answer.ts';
import type { XmlElement } from '../../read-xml.ts';
import { type AuthorityOptions, isWelcome } from '../authority.ts';
import { refusals } from '../incidencias.ts';
import type { Call, Outcome } from '../service.ts';
import { argumentsOf, VIEWS_NAMESPACE, writeEnvelope, writeMembers } from '../soap.ts';
import { type SatStatus, satStatus } from './sat-status.ts';

const ARGUMENTS = ['username', 'password', 'taxpayer_id', 'rtaxpayer_id', 'uuid', 'total'] as const;

/** Finkok's `get_sat_status`: asks SAT with the PAC's own connection, without the last characters of the Sello. */
export function statusCall(element: XmlElement, authority: AuthorityOptions): Call {
  const { username, password, taxpayer_id, rtaxpayer_id, uuid, total } = argumentsOf(element, ARGUMENTS);
  const unauthorized = () => soapAnswer(writeStatus({}, refusals.credentials.message));
  return {
    operation: 'status',
    perform: () => {
      if (!isWelcome(username, password, authority)) return { ...all(unauthorized), code: refusals.credentials.code };
      const status = satStatus({ uuid, emisor: taxpayer_id, receptor: rtaxpayer_id, total }, authority);
      return all(() => soapAnswer(writeStatus({ ...status })));
    },
    unauthorized,
  };
}

/** An answer in which no UUID can go wrong. */
export const all = (answer: Outcome['answer']): Outcome => ({ answer, wrongUuid: answer, noUuid: answer });

function writeStatus(status: Partial<SatStatus>, error?: string): string {
  return writeEnvelope({ tns: 'http://facturacion.finkok.com/cancel', s0: VIEWS_NAMESPACE }, (body) => {
    const result = body.ele('tns:get_sat_statusResponse').ele('tns:get_sat_statusResult');
    const members = Object.entries(status).map(([name, value]) => [`s0:${name}`, value]);
    if (members.length > 0) writeMembers(result.ele('s0:sat'), Object.fromEntries(members));
    writeMembers(result, { 's0:error': error });
  });
}
