import { create } from 'xmlbuilder2';
import { ubl } from './message-level-status.ts';
import type { Transmission } from './transmission.ts';

/** Peppol Invoice Response 3 (BIS 63), from the receiver of a document to its sender. */
export function invoiceResponse(to: Transmission, at: Date): string {
  const { verdict, content } = to;
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele('ApplicationResponse', ubl);
  const [date = ''] = at.toISOString().split('T');
  for (const [name, text] of [
    ['CustomizationID', 'urn:fdc:peppol.eu:poacc:trns:invoice_response:3'],
    ['ProfileID', 'urn:fdc:peppol.eu:poacc:bis:invoice_response:3'],
    ['ID', `IR-${to.id}`],
    ['IssueDate', date],
  ] as const)
    root.ele(`cbc:${name}`).txt(text);
  for (const [role, participant, name] of [
    ['SenderParty', to.receiver, content.receiverName],
    ['ReceiverParty', to.sender, content.senderName],
  ] as const) {
    const [schemeID = '', id = ''] = participant.split(/:(.*)/s);
    const party = root.ele(`cac:${role}`);
    party.ele('cbc:EndpointID', { schemeID }).txt(id);
    party.ele('cac:PartyLegalEntity').ele('cbc:RegistrationName').txt(name);
  }
  const answer = root.ele('cac:DocumentResponse');
  const response = answer.ele('cac:Response');
  response.ele('cbc:ResponseCode').txt(verdict);
  response.ele('cbc:EffectiveDate').txt(date);
  const because = (listID: string, code: string, text: string): void => {
    const status = response.ele('cac:Status');
    status.ele('cbc:StatusReasonCode', { listID }).txt(code);
    status.ele('cbc:StatusReason').txt(text);
  };
  if (verdict !== 'AP') {
    because('OPStatusReason', 'REF', 'The order number is missing.');
    because('OPStatusAction', verdict === 'RE' ? 'NIN' : 'PIN', 'Issue a new invoice, or tell the order number.');
  }
  const document = answer.ele('cac:DocumentReference');
  document.ele('cbc:ID').txt(content.number);
  document.ele('cbc:DocumentTypeCode').txt(content.typeCode);
  return root.end();
}
