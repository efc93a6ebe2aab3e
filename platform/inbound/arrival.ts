import type { Problem } from '../../engine/index.ts';

/** Where files come in, as the environment file declares it. */
export interface Channel {
  readonly name: string;
  /** Whose what comes in is; without it, only who may touch all legal entities sees it. */
  readonly legalEntity?: string;
  /** What is known of its documents besides. */
  readonly context?: Readonly<Record<string, string>>;
}

/** A file as a channel brings it. */
export interface IncomingFile {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** Something that came in: a document, a mail or a ZIP with documents in it. It never changes. */
export interface Arrival {
  /** The same for the same bytes on the same channel. */
  readonly id: string;
  readonly channel: string;
  readonly legalEntity?: string;
  readonly name: string;
  readonly mediaType: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** ISO 8601, UTC. */
  readonly receivedAt: string;
  /** It was larger than is taken: only what is said here is kept of it. */
  readonly tooLarge?: true;
}

/** What became of it: a run for each document in it, and what is wrong with the rest. */
export interface ArrivalResult {
  readonly runs: readonly { readonly file: string; readonly sha256: string; readonly run: string }[];
  readonly problems: readonly Problem[];
}

export interface KeptArrival {
  readonly arrival: Arrival;
  /** Absent until it was read. */
  readonly result?: ArrivalResult;
}
