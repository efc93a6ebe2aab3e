import type { Engine, Restarted, RunReport } from '../engine/index.ts';
import { type Turn, takeTurn } from './turn.ts';

export interface Turns {
  /** `mark` is there for a run that another process had at hand, and names how that ended. */
  take(run: string, mark?: string): Promise<Turn>;
}

/** Told after each turn. */
export type OnTurn = (run: string, report: RunReport | undefined, thrown: unknown) => void;

/** When a run that must wait for another is looked at again, in milliseconds. */
const soon = 2_000;

/**
 * The turns that one process gives. Of the runs that are suspected to end processes it has one at hand at a time, so that the others
 * among them, which were only there when it happened, prove their innocence.
 */
export function openTurns(engine: () => Engine, onTurn: OnTurn = () => {}): Turns {
  /** Turns in a row that came to nothing. */
  const failures = new Map<string, number>();
  let suspect: string | undefined;
  /** Undefined for a suspect that must wait for another. */
  const restart = async (here: Engine, run: string, mark: string): Promise<Partial<Restarted> | undefined> => {
    const free = suspect === undefined;
    if (free) suspect = run;
    try {
      const restarted = await here.restart(run, mark, free);
      if (!restarted?.suspected && suspect === run) suspect = undefined;
      return restarted;
    } catch {
      // What is wrong the turn itself will meet, and say.
      if (suspect === run) suspect = undefined;
      return {};
    }
  };
  return {
    async take(run, mark) {
      const here = engine();
      const restarted = mark === undefined ? {} : await restart(here, run, mark);
      if (restarted === undefined) return { kind: 'later', at: Date.now() + soon, unmarked: true };
      const { journal } = restarted;
      const turn = await takeTurn(here, run, { failures: failures.get(run) ?? 0, ...(journal && { journal }) });
      if (suspect === run) suspect = undefined;
      const thrown = turn.kind === 'later' ? turn.thrown : undefined;
      if (thrown === undefined) failures.delete(run);
      else failures.set(run, (failures.get(run) ?? 0) + 1);
      onTurn(run, turn.report, thrown);
      return turn;
    },
  };
}
