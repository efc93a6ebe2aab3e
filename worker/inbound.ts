import { pause } from '../platform/clock.ts';
import type { LookIn } from '../platform/inbound/index.ts';

/** A folder or mailbox that is looked at now and then. */
export interface WatchedChannel {
  readonly name: string;
  readonly look: LookIn;
  /** Milliseconds. */
  readonly every: number;
}

export type OnLook = (channel: string, found: number, thrown: unknown) => void;

export interface ChannelWatch {
  /** Resolves when the looks at hand are over. */
  close(): Promise<void>;
}

/**
 * Looks into channels, each at its own pace and one look at a time. Several processes may: what two of them take is one arrival.
 * A channel that cannot be used is told, and looked at again.
 */
export function watchChannels(channels: readonly WatchedChannel[], onLook: OnLook): ChannelWatch {
  const stop = new AbortController();
  const loops = channels.map(async ({ name, look, every }) => {
    while (!stop.signal.aborted) {
      await look().then(
        (found) => onLook(name, found, undefined),
        (thrown: unknown) => onLook(name, 0, thrown),
      );
      await pause(every, stop.signal);
    }
  });
  return {
    async close() {
      stop.abort();
      await Promise.all(loops);
    },
  };
}
