import type { Answer } from '../http/answer.ts';
import type { HttpHead, HttpRequest } from '../http/listener.ts';
import type { Acceptance } from './cancellation/acceptance.ts';
import type { Operation } from './operations.ts';

/** One web service behind the sandbox's port. */
export interface Service {
  serves(path: string): boolean;
  /** What HTTP alone refuses, before the body is read. */
  refuses(request: HttpHead): Answer | undefined;
  /** The call in a request, or the answer to what is none. */
  read(request: HttpRequest): Promise<Call | Answer> | Call | Answer;
  /** How the service says that it has an error of its own. */
  broken(message: string): Answer;
}

/** A request that was understood. */
export interface Call {
  readonly operation: Operation;
  /** Does it, and writes the ledger. */
  perform(circumstances: Circumstances): Outcome;
  /** The service's word for a wrong password. */
  unauthorized(): Answer;
}

/** What a fault changes besides the answer. */
export interface Circumstances {
  /** What the receiver does with this request to cancel. */
  readonly acceptance?: Acceptance;
  /** Milliseconds until the receiver does it. */
  readonly acceptanceAfter?: number;
}

/** What came of a call, before anything spoils the answer. */
export interface Outcome {
  answer(): Answer;
  /** The same answer with another UUID, and with none. */
  wrongUuid(): Answer;
  noUuid(): Answer;
  /** The code of the refusal; undefined when there is none. */
  readonly code?: string;
  /** The stamp that the answer tells of. */
  readonly uuid?: string;
  /** SHA-256 of the posted document, hexadecimal. */
  readonly sha256?: string;
}

/** A well-formed UUID that differs in its first digit. */
export const anotherUuid = (uuid: string): string => (uuid.startsWith('0') ? 'F' : '0') + uuid.slice(1);
