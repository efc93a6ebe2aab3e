/**
 * What a client asks of a PAC or of SAT, by the names that a fault's `operation` has. Both manners of PAC share them:
 * `cancel` is Finkok's `cancel_signature` and SW Sapien's `/cfdi33/cancel/xml`.
 */
export const operations = {
  stamp: 'Stamps a document',
  stamped: 'Asks for the stamp that a document has',
  cancel: 'Asks SAT to cancel a document',
  status: "Asks for a document's state at SAT",
  receipt: "Asks for the receipt of a document's cancellation",
  authenticate: 'Gives a token for user and password',
} as const;

export type Operation = keyof typeof operations;
