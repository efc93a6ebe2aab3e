/** What the receiver's access point says of a document: accepted (AP), acknowledged (AB), rejected (RE), or nothing. */
export type Fate = 'accepted' | 'acknowledged' | 'rejected' | 'silent';

/** One document on its way through the network. */
export interface Transmission {
  /** The identifier of the message (SBDH InstanceIdentifier), by which its status refers to it. */
  readonly id: string;
  /** What the sender calls it. */
  readonly reference: string;
  /** Participant identifiers, `scheme:value`. */
  readonly sender: string;
  readonly receiver: string;
  /** SHA-256 of the document, hexadecimal. */
  readonly sha256: string;
  /** When it was taken, RFC 3339. */
  readonly at: string;
  readonly fate: Fate;
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
