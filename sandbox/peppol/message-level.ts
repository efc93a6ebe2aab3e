import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';
import { applicationResponse } from './application-response.ts';
import type { Transmission } from './transmission.ts';

const codes = { accepted: 'AP', acknowledged: 'AB', rejected: 'RE' } as const;

/** Service providers of the sandbox: Peppol seat identifiers under the scheme 0242 (SPIS). */
const seats = { own: '0242:900001', receivers: '0242:900002' };

/**
 * By which the receiver's access point tells the sender's what became of a message: a Peppol Message Level Status 1.0, or what came before
 * it, a Message Level Response 3.0, which is from participant to participant and says per line that it rejects.
 */
export function messageLevelAnswer(of: Transmission, fate: keyof typeof codes, at: Date): string {
  const old = of.manner === 'mlr';
  const root = applicationResponse({
    customization: old ? 'urn:fdc:peppol.eu:poacc:trns:mlr:3' : 'urn:peppol:edec:mls:1.0',
    profile: old ? 'urn:fdc:peppol.eu:poacc:bis:mlr:3' : 'urn:peppol:edec:mls',
    id: `${old ? 'MLR' : 'MLS'}-${of.id}`,
    at,
    sender: { participant: old ? of.receiver : seats.receivers },
    receiver: { participant: old ? of.sender : seats.own },
  });
  const answer = root.ele('cac:DocumentResponse');
  const response = answer.ele('cac:Response');
  response.ele('cbc:ResponseCode').txt(codes[fate]);
  if (fate === 'rejected') response.ele('cbc:Description').txt('The document was rejected.');
  answer.ele('cac:DocumentReference').ele('cbc:ID').txt(of.id);
  if (fate === 'rejected') addFaults(answer, of.faults, old);
  return root.end();
}

function addFaults(answer: XMLBuilder, faults: Transmission['faults'], old: boolean): void {
  for (const { location, description, reason } of faults) {
    const line = answer.ele('cac:LineResponse');
    line.ele('cac:LineReference').ele('cbc:LineID').txt(location);
    const issue = line.ele('cac:Response');
    if (old) issue.ele('cbc:ResponseCode').txt('RE');
    issue.ele('cbc:Description').txt(description);
    issue.ele('cac:Status').ele('cbc:StatusReasonCode').txt(reason);
  }
}
