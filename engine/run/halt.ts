import { type Problem, type ProblemCode, problemsOf, TimbreError } from '../errors.ts';
import type { Outcome } from '../feature.ts';
import { problemKinds } from '../problem-kinds/index.ts';
import type { Entry, RunResult, Spoken } from '../record/entry.ts';

/** Why the steps do not go on. What is to be recorded about it is recorded by whoever runs the list. */
export type Halt =
  | {
      readonly kind: 'finish';
      readonly state: 'completed' | 'failed' | 'cancelled';
      readonly problems: readonly Problem[];
      readonly outcome?: Outcome;
      readonly result?: RunResult;
      readonly sameAs?: string;
      readonly concerns?: Spoken;
    }
  | { readonly kind: 'hold'; readonly step: string; readonly problems: readonly Problem[] }
  /** `entry` is recorded first; without one the record already says until when. */
  | {
      readonly kind: 'wait';
      readonly until: string;
      readonly entry?:
        | Omit<Extract<Entry, { type: 'parked' }>, 'steps'>
        | Omit<Extract<Entry, { type: 'paced' }>, 'steps'>;
      /** The step was not tried: whoever asks for a proof has none, and has not asked. */
      readonly paced?: true;
    };

/**
 * What a thrown error means for the run: what an operator (or we) must mend holds it, so that it goes on from there;
 * what is wrong in the data or the feature ends it. When the store itself fails nothing can be recorded: that goes up.
 */
export function haltFor(thrown: unknown, step: string): Halt {
  const problems = problemsOf(thrown).map((each) => ({ step, ...each }));
  if (thrown instanceof TimbreError && cannotRecord.has(thrown.code)) throw thrown;
  const blame = problemKinds[thrown instanceof TimbreError ? thrown.code : 'INTERNAL'].blame;
  if (blame === 'operator' || blame === 'timbre') return { kind: 'hold', step, problems };
  return { kind: 'finish', state: 'failed', problems };
}

const cannotRecord: ReadonlySet<ProblemCode> = new Set(['STORE_FAILED', 'RUN_TAKEN', 'RECORD_DAMAGED']);
