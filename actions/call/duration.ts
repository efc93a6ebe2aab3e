import { durationOf } from '../lib/duration/index.ts';

/** Timers of Node hold no more (24 days); beyond it they fire at once. */
const LONGEST = 2 ** 31 - 1;

/** Milliseconds of a duration that its schema let through: `500ms`, `30s`, `5m`, `1h`. */
export const milliseconds = (duration: string): number => Math.min(durationOf(duration) ?? LONGEST, LONGEST);
