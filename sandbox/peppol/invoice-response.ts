import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import { applicationResponse } from './application-response.ts';
import type { Transmission, Verdict } from './transmission.ts';

interface Clarification {
  /** Codes of OPStatusReason and OPStatusAction. */
  readonly reason?: string;
  readonly action?: string;
  readonly text?: string;
}

/** What a buyer adds to each status. */
const clarifications: Readonly<Record<Verdict, Clarification>> = {
  AB: {},
  IP: { action: 'NOA' },
  UQ: { reason: 'REF', action: 'PIN', text: 'The order number is missing.' },
  CA: { reason: 'PAY', action: 'NOA', text: 'It will be paid within 60 days.' },
  RE: { reason: 'REF', action: 'NIN', text: 'The order number is missing.' },
  AP: {},
  PD: {},
};

/** Peppol Invoice Response 3 (BIS 63), from the receiver of a document to its sender. */
export function invoiceResponse(to: Transmission, at: Date): string {
  const { verdict, content } = to;
  const root = applicationResponse({
    customization: 'urn:fdc:peppol.eu:poacc:trns:invoice_response:3',
    profile: 'urn:fdc:peppol.eu:poacc:bis:invoice_response:3',
    id: `IR-${to.id}`,
    at,
    sender: { participant: to.receiver, name: content.receiverName },
    receiver: { participant: to.sender, name: content.senderName },
  });
  const answer = root.ele('cac:DocumentResponse');
  const response = answer.ele('cac:Response');
  response.ele('cbc:ResponseCode').txt(verdict);
  response.ele('cbc:EffectiveDate').txt(at.toISOString().slice(0, 10));
  const { reason, action, text } = clarifications[verdict];
  if (reason !== undefined) addStatus(response, 'OPStatusReason', reason, text);
  if (action !== undefined) addStatus(response, 'OPStatusAction', action);
  const document = answer.ele('cac:DocumentReference');
  document.ele('cbc:ID').txt(content.number);
  document.ele('cbc:DocumentTypeCode').txt(content.typeCode);
  return root.end();
}

function addStatus(response: XMLBuilder, listID: string, code: string, text?: string): void {
  const status = response.ele('cac:Status');
  status.ele('cbc:StatusReasonCode', { listID }).txt(code);
  if (text !== undefined) status.ele('cbc:StatusReason').txt(text);
}
