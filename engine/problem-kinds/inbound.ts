import type { ProblemKind } from './kind.ts';

/** What comes in by channels, and what it speaks of. */
export const inboundKinds = {
  CHANNEL_FAILED: {
    blame: 'operator',
    summary: 'A mailbox that files come in by cannot be used.',
    action: 'Mend its address, user or secret in the environment; what is in it stays there until then.',
  },
  INBOUND_UNKNOWN: {
    blame: 'integrator',
    summary: 'There is no such channel, or nothing came in under this id.',
    action: 'Mend the name; the channels stand in the environment file.',
  },
  INBOUND_UNRECOGNISED: {
    blame: 'operator',
    summary: 'What came in is no document that a deployed feature recognises.',
    action: 'Deploy the feature that it is for and retry it; or acknowledge it, if it is nothing to read.',
  },
  INBOUND_UNREADABLE: {
    blame: 'integrator',
    summary: 'What came in cannot be read.',
    action: 'Ask whoever sent it for a whole file; acknowledge this one.',
  },
  INBOUND_EMPTY: {
    blame: 'integrator',
    summary: 'There is no file in what came in.',
    action: 'Ask whoever sent it for the document; acknowledge this one.',
  },
  INBOUND_TOO_MUCH: {
    blame: 'integrator',
    summary: 'What came in is larger, or has more files in it, than is taken.',
    action: 'Ask whoever sent it for smaller ones; or raise `server.largest`, and send it again.',
  },
  ORIGINAL_UNKNOWN: {
    blame: 'integrator',
    summary:
      'What came speaks of a document that was not issued here for this legal entity: it is kept, and linked to no submission.',
    action:
      'Look for the document where else it may have been issued. If it was issued here since, timbre replay links the two.',
  },
  ORIGINAL_DIFFERS: {
    blame: 'integrator',
    summary:
      'What came speaks of a document of yours, but does not come from whoever that document is for: it is kept, and not linked.',
    action: 'Ask the receiver of the document whether it is theirs.',
  },
} as const satisfies Record<string, ProblemKind>;
