/** What a client asks of the access point, by the names that a fault's `operation` has. */
export const operations = {
  send: 'Takes a document for another participant',
  find: "Looks for documents by the sender's reference",
  status: 'Tells what became of a document',
} as const;

export type Operation = keyof typeof operations;
