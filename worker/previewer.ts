import type { Engine, RunReport } from '../engine/index.ts';

/** Lets versions that are previewed do what the live ones have done, when nothing of the live work waits for it. */
export interface Previewer {
  /** Told after each turn. */
  turn(run: string, report: RunReport | undefined): void;
  /** Resolves when the one at hand is done; those that wait are forgotten. */
  close(): Promise<void>;
}

/** Beyond so many that wait, runs go without: a preview must never become a burden. */
const mostWaiting = 1_000;
/** How long a list of previews is taken for current, in milliseconds. */
const fresh = 10_000;

export function openPreviewer(engine: Pick<Engine, 'previews' | 'preview'>): Previewer {
  let waiting: string[] = [];
  let working: Promise<void> | undefined;
  let known: { readonly any: boolean; readonly until: number } | undefined;
  const isOn = async (): Promise<boolean> => {
    if (known === undefined || performance.now() > known.until) {
      const any = (await engine.previews()).length > 0;
      known = { any, until: performance.now() + fresh };
    }
    return known.any;
  };
  const work = async (): Promise<void> => {
    for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
      // A store that is away, or a version that cannot be read: the live run has its own way of finding out.
      if (await isOn().catch(() => false)) await engine.preview(run).catch(() => {});
    }
    working = undefined;
  };
  return {
    turn(run, report) {
      if (report === undefined || !stopped.has(report.state) || waiting.length >= mostWaiting) return;
      waiting.push(run);
      working ??= work();
    },
    async close() {
      waiting = [];
      await working;
    },
  };
}

const stopped: ReadonlySet<string> = new Set(['completed', 'failed', 'held']);
