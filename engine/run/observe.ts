import type { Outcome } from '../feature.ts';
import type { WaitReason } from '../pacing.ts';

/** What happens in a run, while it happens: for people who watch and for measurements. Never carries a secret. */
export type RunEvent =
  /** The first of a turn, where whoever submitted the run said what its tracing calls it. */
  | { readonly type: 'traced'; readonly run: string; readonly trace: string }
  | { readonly type: 'started'; readonly run: string; readonly step: string; readonly uses: string }
  | {
      readonly type: 'finished';
      readonly run: string;
      readonly step: string;
      readonly uses: string;
      readonly took: number;
      readonly skipped: boolean;
    }
  | { readonly type: 'attempted'; readonly run: string; readonly step: string; readonly attempt: number }
  | {
      readonly type: 'answered';
      readonly run: string;
      readonly step: string;
      readonly attempt: number;
      readonly outcome: Outcome;
      readonly took: number;
    }
  | { readonly type: 'read'; readonly run: string; readonly step: string; readonly outcome: Outcome }
  | {
      readonly type: 'asked';
      readonly run: string;
      readonly step: string;
      readonly ask: number;
      readonly verdict: string;
    }
  /** Nothing was sent yet: the authority is talked to later. */
  | {
      readonly type: 'paced';
      readonly run: string;
      readonly step: string;
      readonly reason: WaitReason;
      readonly until: string;
    }
  | { readonly type: 'waiting'; readonly run: string; readonly until: string }
  | { readonly type: 'state'; readonly run: string; readonly state: string };

export type Observer = (event: RunEvent) => void;
