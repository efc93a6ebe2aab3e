import { create } from 'xmlbuilder2';
import type { Transmission } from './transmission.ts';

const schemas = 'urn:oasis:names:specification:ubl:schema:xsd:';

/** The namespaces of an ApplicationResponse, UBL 2.1. */
export const ubl = {
  xmlns: `${schemas}ApplicationResponse-2`,
  'xmlns:cac': `${schemas}CommonAggregateComponents-2`,
  'xmlns:cbc': `${schemas}CommonBasicComponents-2`,
};
const codes = { accepted: 'AP', acknowledged: 'AB', rejected: 'RE' } as const;

/** Service providers of the sandbox: Peppol seat identifiers under the scheme 0242 (SPIS). */
const seats = { own: '900001', receivers: '900002' };

/** The Peppol Message Level Status 1.0 by which the receiver's access point tells the sender's what became of a message. */
export function messageLevelStatus(of: Transmission, fate: keyof typeof codes, at: Date): string {
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele('ApplicationResponse', ubl);
  const [date = '', time = ''] = at.toISOString().split('T');
  for (const [name, text] of [
    ['CustomizationID', 'urn:peppol:edec:mls:1.0'],
    ['ProfileID', 'urn:peppol:edec:mls'],
    ['ID', `MLS-${of.id}`],
    ['IssueDate', date],
    ['IssueTime', `${time.slice(0, 8)}Z`],
  ] as const)
    root.ele(`cbc:${name}`).txt(text);
  root.ele('cac:SenderParty').ele('cbc:EndpointID', { schemeID: '0242' }).txt(seats.receivers);
  root.ele('cac:ReceiverParty').ele('cbc:EndpointID', { schemeID: '0242' }).txt(seats.own);
  const answer = root.ele('cac:DocumentResponse');
  const response = answer.ele('cac:Response');
  response.ele('cbc:ResponseCode').txt(codes[fate]);
  if (fate === 'rejected') response.ele('cbc:Description').txt('The document was rejected.');
  answer.ele('cac:DocumentReference').ele('cbc:ID').txt(of.id);
  for (const { location, description, reason } of fate === 'rejected' ? of.faults : []) {
    const line = answer.ele('cac:LineResponse');
    line.ele('cac:LineReference').ele('cbc:LineID').txt(location);
    const issue = line.ele('cac:Response');
    issue.ele('cbc:Description').txt(description);
    issue.ele('cac:Status').ele('cbc:StatusReasonCode').txt(reason);
  }
  return root.end();
}
