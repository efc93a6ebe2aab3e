import type { Effect } from '../../engine/index.ts';

/** What `timbre explain` tells of one pipeline: the same for the table, the diagrams and programs. */
export interface PipelineStory {
  readonly name: string;
  readonly title: string;
  /** Fields of the context and the values each may have. */
  readonly applies: Readonly<Record<string, readonly string[]>>;
  /** Expressions; empty = no fiscal document is claimed. */
  readonly identity: readonly string[];
  /** The document that its own speaks of: who issued it, and its identity. */
  readonly concerns?: { readonly pipeline: string; readonly identity: readonly string[] };
  readonly steps: readonly StepStory[];
  readonly result: { readonly documents: Readonly<Record<string, string>>; readonly values: readonly string[] };
}

export interface StepStory {
  readonly id: string;
  /** As the author wrote it: `transform`, `pac/stamp`. */
  readonly uses: string;
  readonly effect: Effect;
  /** What the action is for; absent for a connector. */
  readonly summary?: string;
  /** Documents by port: `steps.sealed.document`, `input`. */
  readonly documents: Readonly<Record<string, string>>;
  readonly reads: Reads;
  readonly leaves: { readonly documents: readonly string[]; readonly values: readonly string[] };
  /** The condition under which it is done at all. */
  readonly when?: string;
  /** What happens besides, in words: retry, poll, outcomes, recover. */
  readonly words: readonly string[];
  readonly outcomes: readonly OutcomeStory[];
  /** How long and how often it is asked again while the answer is not the last one. */
  readonly polled?: string;
  /** When and how often `ask` is done. */
  readonly asked?: string;
  /** The steps that ask the authority what became of what was sent. */
  readonly ask: readonly StepStory[];
  /** The steps of each connector that the setting may name. */
  readonly connectors: Readonly<Record<string, readonly StepStory[]>>;
  /** Where it is written. */
  readonly place: { readonly file: string; readonly line: number };
  /** The feature that wrote it, where there are several. */
  readonly from?: string;
}

/** What the parameters of a step and the files they name read, by its name. */
export interface Reads {
  readonly invoice: readonly string[];
  readonly values: readonly string[];
  readonly settings: readonly string[];
  readonly secrets: readonly string[];
  readonly files: readonly string[];
  readonly artefacts: readonly string[];
}

export interface OutcomeStory {
  readonly outcome: string;
  /** What proves it; any of them. */
  readonly proof: readonly string[];
  /** How many codes of the authority's table lead to it. */
  readonly codes: number;
}
