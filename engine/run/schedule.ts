import type { DocumentRecord, ReplayOf, StepRecord, Submission } from '../record/entry.ts';
import { Journal } from '../record/journal.ts';
import { layout } from '../record/layout.ts';
import { Documents } from './keep.ts';
import type { Ports } from './ports.ts';

export interface NewRun {
  readonly run: string;
  readonly journal: Journal;
}

/** What a replay takes along from its original. */
export interface Heritage {
  readonly of: ReplayOf;
  readonly steps: readonly StepRecord[];
}

/**
 * Makes a run: business data and open marker first, the entry that schedules it last, so that what is scheduled is whole
 * and what is open is found again. Undefined when a run of that id exists.
 */
export async function schedule(
  ports: Ports,
  run: string,
  submission: Submission,
  input: { readonly bytes: Uint8Array } | DocumentRecord,
  heritage?: Heritage,
): Promise<NewRun | undefined> {
  const documents = new Documents(ports.store, run);
  const kept =
    'path' in input
      ? input
      : documents.keep('input', 'document', {
          mediaType: 'application/json',
          bytes: input.bytes,
          fileName: 'input.json',
        });
  await Promise.all([documents.settled(), ports.store.create(layout.open(run), new Uint8Array())]);
  const journal = await Journal.create(
    ports.store,
    run,
    {
      type: 'scheduled',
      submission,
      input: kept,
      steps: heritage?.steps ?? [],
      ...(heritage ? { replayOf: heritage.of } : {}),
    },
    ports.clock.now(),
  );
  return journal && { run, journal };
}
