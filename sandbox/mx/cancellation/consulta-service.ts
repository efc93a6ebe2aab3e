import { soapAnswer } from '../../http/answer.ts';
import type { AuthorityOptions } from '../authority.ts';
import type { Call, Service } from '../service.ts';
import { argumentsOf, noSuchOperation, soapService, writeEnvelope, writeMembers } from '../soap.ts';
import { type SatQuery, type SatStatus, satStatus } from './sat-status.ts';
import { all } from './status-call.ts';

const NAMESPACE = 'http://tempuri.org/';
const TYPES = 'http://schemas.datacontract.org/2004/07/Sat.Cfdi.Negocio.ConsultaCfdi.Servicio';

/** SAT's own service for a document's state, open to everybody: `Consulta` with the expression of the QR code. */
export const consultaService = (authority: AuthorityOptions): Service =>
  soapService({
    path: '/ConsultaCFDIService.svc',
    read(element): Call {
      if (element.namespace !== NAMESPACE || element.name !== 'Consulta') throw noSuchOperation(element);
      const { expresionImpresa } = argumentsOf(element, ['expresionImpresa']);
      const answer = () => soapAnswer(writeStatus(satStatus(queryIn(expresionImpresa), authority)));
      return { operation: 'status', perform: () => all(answer), unauthorized: answer };
    },
  });

const MEMBER = /[?&](re|rr|tt|id|fe)=(.*?)(?=&(?:re|rr|tt|id|fe)=|$)/gs;

/** `?re=RFC&rr=RFC&tt=TOTAL&id=UUID&fe=SELLO`, in any order; `fe` may be left out, and an RFC may have a `&` in it. */
function queryIn(expression: string): SatQuery | undefined {
  const members = [...expression.replace(/^\??/, '?').matchAll(MEMBER)];
  const values = new Map(members.map(([, name, value = '']) => [name, value.replaceAll('&amp;', '&')]));
  const [uuid, emisor, receptor, total, fe] = ['id', 're', 'rr', 'tt', 'fe'].map((name) => values.get(name));
  if (!uuid || !emisor || !receptor || !total) return undefined;
  return { uuid, emisor, receptor, total, ...(fe !== undefined && { fe }) };
}

function writeStatus(status: SatStatus): string {
  return writeEnvelope({}, (body) => {
    const response = body.ele('ConsultaResponse', { xmlns: NAMESPACE });
    const members = Object.entries(status).map(([name, value]) => [`a:${name}`, value]);
    writeMembers(response.ele('ConsultaResult', { 'xmlns:a': TYPES }), Object.fromEntries(members));
  });
}
