import type { Clock, Engine, Feature } from '../engine/index.ts';
import type { RunQueue } from '../worker/queue.ts';

/** What requests are answered with. */
export interface Desk {
  readonly engine: Engine;
  readonly queue: RunQueue;
  readonly clock: Clock;
  /** The features that submissions may be for, as they are deployed now. */
  readonly deployed: () => Promise<readonly Feature[]>;
  /** Bytes of business data, attachments and all. */
  readonly largest: number;
}
