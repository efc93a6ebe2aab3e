import type { Clock, Engine, Feature } from '../engine/index.ts';
import type { Inbound } from '../platform/inbound/index.ts';
import type { AnsweredRequest } from '../worker/answered-request.ts';
import type { RunQueue } from '../worker/queue.ts';

/** What requests are answered with. */
export interface Desk {
  readonly engine: Engine;
  readonly queue: RunQueue;
  readonly clock: Clock;
  /** The features that submissions may be for, as they are deployed now. */
  readonly deployed: () => Promise<readonly Feature[]>;
  /** What comes in; absent where no channel is declared. */
  readonly inbound?: Inbound | undefined;
  /** Bytes of business data, attachments and all. */
  readonly largest: number;
  /** What is counted, for Prometheus. */
  readonly metrics?: { text(): Promise<string>; readonly mediaType: string };
  /** Told of each request when it is answered. */
  readonly answered?: (request: AnsweredRequest) => void;
}
