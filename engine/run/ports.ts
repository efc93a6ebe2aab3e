import type { Artefacts } from '../artefacts.ts';
import type { Chance, Clock } from '../clock.ts';
import type { Feature, FeatureFiles } from '../feature.ts';
import type { Http } from '../http.ts';
import type { Pacing } from '../pacing.ts';
import type { Store } from '../store.ts';
import type { Vault } from '../vault.ts';
import type { Observer } from './observe.ts';

/** What differs between one installation and another: how a submission gets its settings and secrets. */
export interface EngineEnvironment {
  /** Recorded with each run: a run is only ever continued in the environment that scheduled it. */
  readonly name: string;
  /** On a developer's machine a step may go without an artefact that was not pulled; elsewhere that is an error. */
  readonly artefactsOptional: boolean;
  /** The settings for a submission, defaults applied. SETTING_INVALID when one is missing or wrong. */
  settings(feature: Feature, context: Readonly<Record<string, string>>): Readonly<Record<string, unknown>>;
  /** The vault's name for a secret of the feature. SECRET_MISSING when the environment names none. */
  secretName(feature: string, context: Readonly<Record<string, string>>, secret: string): string;
}

/** The world, as the engine sees it. */
export interface Ports {
  readonly store: Store;
  readonly vault: Vault;
  readonly http: Http;
  readonly clock: Clock;
  readonly chance: Chance;
  readonly artefacts: Artefacts;
  readonly environment: EngineEnvironment;
  /** Compiles the files of a feature; throws a `TimbreError` with every problem. */
  readonly compile: (files: FeatureFiles) => Feature;
  /** Without it nothing is paced: a case, a test. */
  readonly pacing?: Pacing;
  readonly observe?: Observer;
  /** Runs that end within so many milliseconds are listed together; without it each at once. */
  readonly listTogether?: number;
  /**
   * Told before the entry of this number, which finishes or holds the run, is recorded; what it does not note is never recorded. Of a run
   * that then ends, `original` is the one that it cancels, pays, corrects or speaks of.
   */
  readonly announce?: (run: string, entry: number, original?: string) => Promise<void>;
}
