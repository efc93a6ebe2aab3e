/** What the receiver's access point says of a document: accepted (AP), acknowledged (AB), rejected (RE), or nothing. */
export type Fate = 'accepted' | 'acknowledged' | 'rejected' | 'silent';

/** What a buyer says of an invoice: the codes of UNCL4343 that an Invoice Response may have. */
export type Verdict = 'AB' | 'IP' | 'UQ' | 'CA' | 'RE' | 'AP' | 'PD';

/** What stands in a document that an answer to it repeats. */
export interface Content {
  readonly number: string;
  readonly typeCode: string;
  readonly senderName: string;
  readonly receiverName: string;
}

/** One document on its way through the network. */
export interface Transmission {
  /** The identifier of the message (SBDH InstanceIdentifier), by which its status refers to it. */
  readonly id: string;
  /** What the sender calls it. */
  readonly reference: string;
  /** Participant identifiers, `scheme:value`. */
  readonly sender: string;
  readonly receiver: string;
  readonly content: Content;
  /** SHA-256 of the document, hexadecimal. */
  readonly sha256: string;
  /** When it was taken, RFC 3339. */
  readonly at: string;
  readonly fate: Fate;
  /** By which message that is told: Message Level Status, or the older Message Level Response. */
  readonly manner: 'mls' | 'mlr';
  /** What the receiver itself will say of an invoice that arrived. */
  readonly verdict: Verdict;
  /** What the receiver's access point found wrong with it. */
  readonly faults: readonly DocumentFault[];
}

/** One thing wrong with a document. */
export interface DocumentFault {
  /** XPath of the element. */
  readonly location: string;
  readonly description: string;
  /** SV: not of the syntax; BV: breaks a rule; BW: breaks a rule that only warns; FD: could not be delivered. */
  readonly reason: 'SV' | 'BV' | 'BW' | 'FD';
}
