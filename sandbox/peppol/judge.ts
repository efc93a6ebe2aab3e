import Big from 'big.js';
import { NotXml, readXml, type XmlElement } from '../read-xml.ts';
import type { Content, DocumentFault } from './transmission.ts';

/** What a sender says of the document beside it: what would stand in its envelope (SBDH). */
export interface Envelope {
  readonly sender: string;
  readonly receiver: string;
  readonly documentType: string;
  readonly process: string;
}

/** The document cannot be sent at all. */
export interface Refusal {
  readonly code: 'NOT_XML' | 'ENVELOPE_DIFFERS' | 'RECEIVER_UNKNOWN';
  readonly message: string;
}

/** A GLN that GS1 gives to nobody. */
const unregistered = '0088:0000000000000';

/** What its own access point says before it sends a document: the envelope must be that of the document. */
export function refusalOf(text: string, envelope: Envelope): Refusal | undefined {
  const document = read(text);
  if (document === undefined) return { code: 'NOT_XML', message: 'The document is not XML.' };
  const told = envelopeOf(document);
  const differing = (['sender', 'receiver', 'documentType', 'process'] as const).find(
    (key) => told[key] !== envelope[key],
  );
  if (differing !== undefined) {
    const message = `${differing} is ${told[differing]} in the document, and ${envelope[differing]} beside it.`;
    return { code: 'ENVELOPE_DIFFERS', message };
  }
  if (envelope.receiver === unregistered)
    return { code: 'RECEIVER_UNKNOWN', message: `${envelope.receiver} is not registered in any SMP.` };
  return undefined;
}

/** What the receiver's access point finds wrong: sums that do not add up, parties without a name. */
export function faultsOf(text: string, xsd: ((xml: string) => readonly string[]) | undefined): DocumentFault[] {
  const document = read(text);
  if (document === undefined) return [{ location: '/', description: 'The document is not XML.', reason: 'SV' }];
  const wrong = xsd?.(text) ?? [];
  if (wrong.length > 0) return wrong.map((description) => ({ location: '/', description, reason: 'SV' }));
  return [...sumsOf(document), ...namesOf(document)];
}

/** What an answer to it repeats. */
export function contentOf(text: string): Content {
  const document = read(text);
  const field = (name: string): string => childOf(document, name)?.text.trim() ?? '';
  const nameOf = (role: string): string =>
    childOf(
      childOf(childOf(childOf(document, `Accounting${role}Party`), 'Party'), 'PartyLegalEntity'),
      'RegistrationName',
    )?.text ?? '';
  const [sender, receiver] = rolesOf(field('ProfileID'));
  return {
    number: field('ID'),
    typeCode: field('InvoiceTypeCode') || field('CreditNoteTypeCode'),
    senderName: nameOf(sender),
    receiverName: nameOf(receiver),
  };
}

/** Who sends and who receives: in self-billing the buyer writes for the seller. */
const rolesOf = (process: string): readonly [sender: string, receiver: string] =>
  process.includes(':selfbilling:') ? ['Customer', 'Supplier'] : ['Supplier', 'Customer'];

/** UBL has its aggregates and its fields in namespaces of their own; no two children differ in nothing else. */
const childrenOf = (parent: XmlElement | undefined, name: string): readonly XmlElement[] =>
  parent?.children.filter((child) => child.name === name) ?? [];

const childOf = (parent: XmlElement | undefined, name: string): XmlElement | undefined => childrenOf(parent, name)[0];

function read(text: string): XmlElement | undefined {
  try {
    return readXml(text);
  } catch (error) {
    if (error instanceof NotXml) return undefined;
    throw error;
  }
}

/** Peppol Policy for use of Identifiers: a document type is namespace, root element, customization and version. */
function envelopeOf(document: XmlElement): Envelope {
  const text = (name: string): string => childOf(document, name)?.text.trim() ?? '';
  const [sender, receiver] = rolesOf(text('ProfileID'));
  return {
    sender: participantOf(document, sender),
    receiver: participantOf(document, receiver),
    documentType: `${document.namespace}::${document.name}##${text('CustomizationID')}::2.1`,
    process: text('ProfileID'),
  };
}

function participantOf(document: XmlElement, role: string): string {
  const party = childOf(childOf(document, `Accounting${role}Party`), 'Party');
  const endpoint = childOf(party, 'EndpointID');
  return `${endpoint?.attributes.get('schemeID') ?? ''}:${endpoint?.text.trim() ?? ''}`;
}

/** BR-CO-10 and BR-CO-15 of EN 16931, by other means than the product's. */
function sumsOf(document: XmlElement): DocumentFault[] {
  const totals = childOf(document, 'LegalMonetaryTotal');
  const lines = [...childrenOf(document, 'InvoiceLine'), ...childrenOf(document, 'CreditNoteLine')];
  const currency = childOf(document, 'DocumentCurrencyCode')?.text;
  const tax = childrenOf(document, 'TaxTotal')
    .map((each) => childOf(each, 'TaxAmount'))
    .find((each) => each?.attributes.get('currencyID') === currency);
  const net = lines.reduce((all, line) => all.plus(amount(childOf(line, 'LineExtensionAmount'))), new Big(0));
  const withTax = amount(childOf(totals, 'TaxExclusiveAmount')).plus(amount(tax));
  const check = (name: string, expected: Big, rule: string): DocumentFault[] => {
    if (amount(childOf(totals, name)).eq(expected)) return [];
    const location = `/*/LegalMonetaryTotal/${name}`;
    return [{ location, description: `[${rule}] ${name} is not the sum.`, reason: 'BV' }];
  };
  return [...check('LineExtensionAmount', net, 'BR-CO-10'), ...check('TaxInclusiveAmount', withTax, 'BR-CO-15')];
}

function amount(element: XmlElement | undefined): Big {
  const written = element?.text.trim() ?? '0';
  return new Big(/^-?\d+(\.\d+)?$/.test(written) ? written : '0');
}

function namesOf(document: XmlElement): DocumentFault[] {
  return ['Supplier', 'Customer'].flatMap((role) => {
    const legal = childOf(childOf(childOf(document, `Accounting${role}Party`), 'Party'), 'PartyLegalEntity');
    if ((childOf(legal, 'RegistrationName')?.text.trim() ?? '') !== '') return [];
    const location = `/*/Accounting${role}Party/Party/PartyLegalEntity/RegistrationName`;
    return [{ location, description: 'A party has no name.', reason: 'BV' as const }];
  });
}
