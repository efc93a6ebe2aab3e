import { type AdvanceOptions, type Engine, problemsOf, type RunReport, TimbreError } from '../engine/index.ts';

/** What a transport does with a run after a turn: nothing more, or wake it at a time (milliseconds since 1970). */
export type Turn =
  | { readonly kind: 'done'; readonly report?: RunReport }
  | {
      readonly kind: 'later';
      readonly at: number;
      readonly report?: RunReport;
      readonly thrown?: unknown;
      /** It was not begun: that another process had it at hand is not noted yet. */
      readonly unmarked?: true;
    };

export interface TurnOptions extends Pick<AdvanceOptions, 'journal'> {
  /** Turns of this run in a row that came to nothing because the world failed. */
  readonly failures: number;
  readonly now?: () => number;
}

/**
 * Takes a run as far as it goes, whatever happens: a run that another process works on, a store that is away or a defect of ours
 * is a reason to come back, never to drop it. What a person must act on the engine has recorded by then.
 */
export async function takeTurn(engine: Engine, run: string, options: TurnOptions): Promise<Turn> {
  const { now = Date.now, journal } = options;
  try {
    const report = await engine.advance(run, journal === undefined ? {} : { journal });
    if (report.state !== 'waiting') return { kind: 'done', report };
    return { kind: 'later', at: Date.parse(report.until ?? '') || now() + shortest, report };
  } catch (thrown) {
    const code = thrown instanceof TimbreError ? thrown.code : problemsOf(thrown)[0]?.code;
    if (code === 'RUN_UNKNOWN') return { kind: 'done' };
    const pause = code === 'RUN_TAKEN' ? shortest : Math.min(longest, shortest * 2 ** options.failures);
    return { kind: 'later', at: now() + pause * (1 + Math.random()), thrown };
  }
}

const shortest = 2_000;
const longest = 300_000;
