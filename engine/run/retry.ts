import type { Retry } from '../feature.ts';
import type { Attempt } from '../record/fold.ts';

/** What a step does that does not say: three tries, a second and then two between them. */
export const defaultRetry: Retry = { attempts: 3, first: 1_000, factor: 2, longest: 30_000 };

/**
 * Milliseconds before the try after `tries`: grows by the factor up to the longest, halved at most by chance,
 * so that many runs that failed together do not come back together. What the authority asks for is the least.
 */
export function backOff(retry: Retry, tries: number, chance: number, retryAfter = 0): number {
  const grown = Math.min(retry.first * retry.factor ** (tries - 1), retry.longest);
  return Math.max(Math.round(grown * (0.5 + chance / 2)), retryAfter);
}

/** Attempts that count as tries: a process that came too late did not try the authority. */
export const triesOf = (attempts: readonly Attempt[] = []): number =>
  attempts.filter(({ answer }) => !answer?.late).length;
