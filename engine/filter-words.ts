import type { Outcome, Said } from './feature.ts';
import type { RunStatus } from './record/fold.ts';

/** The words that a filter of runs may have; `none` is for runs without an outcome. */
export const filterWords: {
  readonly states: readonly RunStatus[];
  readonly outcomes: readonly (Outcome | 'none')[];
  readonly says: readonly Said[];
} = {
  states: ['scheduled', 'executing', 'waiting', 'held', 'completed', 'failed', 'cancelled'],
  outcomes: ['accepted', 'duplicate', 'refused', 'unavailable', 'pending', 'unknown', 'none'],
  says: ['accepted', 'refused', 'pending'],
};
