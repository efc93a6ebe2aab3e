import { create } from 'xmlbuilder2';
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js';

const ubl = 'urn:oasis:names:specification:ubl:schema:xsd:';
const namespaces = {
  xmlns: `${ubl}ApplicationResponse-2`,
  'xmlns:cac': `${ubl}CommonAggregateComponents-2`,
  'xmlns:cbc': `${ubl}CommonBasicComponents-2`,
};

export interface Head {
  /** BIS: what the message is, and of which process. */
  readonly customization: string;
  readonly profile: string;
  readonly id: string;
  readonly at: Date;
  readonly sender: Party;
  readonly receiver: Party;
}

export interface Party {
  /** `scheme:value` */
  readonly participant: string;
  readonly name?: string;
}

/** A UBL ApplicationResponse up to its parties; what is answered follows. */
export function applicationResponse(head: Head): XMLBuilder {
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele('ApplicationResponse', namespaces);
  const [date = '', time = ''] = head.at.toISOString().split('T');
  for (const [name, text] of [
    ['CustomizationID', head.customization],
    ['ProfileID', head.profile],
    ['ID', head.id],
    ['IssueDate', date],
    ['IssueTime', `${time.slice(0, 8)}Z`],
  ] as const)
    root.ele(`cbc:${name}`).txt(text);
  addParty(root.ele('cac:SenderParty'), head.sender);
  addParty(root.ele('cac:ReceiverParty'), head.receiver);
  return root;
}

function addParty(element: XMLBuilder, { participant, name }: Party): void {
  const colon = participant.indexOf(':');
  element.ele('cbc:EndpointID', { schemeID: participant.slice(0, colon) }).txt(participant.slice(colon + 1));
  if (name !== undefined) element.ele('cac:PartyLegalEntity').ele('cbc:RegistrationName').txt(name);
}
