import { fail } from '../errors.ts';
import type { Feature, Needs, Pipeline } from '../feature.ts';
import { needsOf } from '../needs.ts';
import type { Entry, StepRecord } from '../record/entry.ts';
import { isFinished, type RunState } from '../record/fold.ts';
import { anchor } from '../record/index-entry.ts';
import { Journal } from '../record/journal.ts';
import { Documents } from './keep.ts';
import type { RunEvent } from './observe.ts';
import type { Ports } from './ports.ts';
import type { Redactor } from './redact.ts';

/** One process working on one run: its journal, its documents, and the steps that are done but not yet recorded. */
export class Work {
  readonly ports: Ports;
  readonly feature: Feature;
  readonly pipeline: Pipeline;
  readonly documents: Documents;
  readonly redactor: Redactor;
  readonly startedAt: Date;
  #journal: Journal;
  #unrecorded: StepRecord[] = [];
  #needs: Needs | undefined;

  constructor(ports: Ports, journal: Journal, feature: Feature, pipeline: Pipeline, redactor: Redactor) {
    this.ports = ports;
    this.feature = feature;
    this.pipeline = pipeline;
    this.documents = new Documents(ports.store, journal.run);
    this.redactor = redactor;
    this.startedAt = new Date(journal.state.startedAt);
    this.#journal = journal;
  }

  get run(): string {
    return this.#journal.run;
  }

  get state(): RunState {
    return this.#journal.state;
  }

  get journal(): Journal {
    return this.#journal;
  }

  /** What the feature needs with the settings of this run. */
  get needs(): Needs {
    this.#needs ??= needsOf(this.feature, this.state.submission.settings);
    return this.#needs;
  }

  /** Whether all that is known of the run is in its record: what is not, another turn must find undone. */
  get isRecorded(): boolean {
    return this.#unrecorded.length === 0;
  }

  /** The steps done since the last entry; the next entry takes them along. */
  takeSteps(): StepRecord[] {
    const steps = this.#unrecorded;
    this.#unrecorded = [];
    return steps;
  }

  done(record: StepRecord): void {
    this.#unrecorded.push(record);
    this.state.steps.set(record.step, record);
    const { step, uses, took } = record;
    this.observe({ type: 'finished', run: this.run, step, uses, took, skipped: record.skipped === true });
  }

  /** Records an entry after every document is in the store. RUN_TAKEN when another process recorded something first. */
  async append(entry: Entry): Promise<void> {
    await this.documents.settled();
    if (await this.#journal.append(entry, this.ports.clock.now(), this.redactor.clean)) return;
    fail('RUN_TAKEN', `Another process is working on run ${this.run}.`);
  }

  /** Records that something is about to be sent. RECORD_DAMAGED when the record knows already what came of it. */
  async appendAttempt(entry: Extract<Entry, { type: 'attempted' }>): Promise<void> {
    await Promise.all([this.documents.settled(), this.#journal.refuseGap()]);
    await this.append(entry);
  }

  /** Records an answer even when another process went on meanwhile: what the authority said must not be lost. */
  async appendAnswer(entry: Extract<Entry, { type: 'answered' }>): Promise<void> {
    await this.documents.settled();
    while (!(await this.#journal.append(entry, this.ports.clock.now(), this.redactor.clean))) {
      const journal = await Journal.open(this.ports.store, this.run);
      if (!journal) fail('RECORD_DAMAGED', `The journal of run ${this.run} is gone.`);
      this.#journal = journal;
      this.#unrecorded = [];
    }
    if (isFinished(this.state)) await anchor(this.ports.store, this.#journal);
  }

  observe(event: RunEvent): void {
    this.ports.observe?.(event);
  }
}
