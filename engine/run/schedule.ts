import type { DocumentRecord, ReplayOf, StepRecord, Submission } from '../record/entry.ts';
import { Journal } from '../record/journal.ts';
import { type Attachment, keepAttachments } from './attachments.ts';
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

/** What was handed over, as it came, or as the run that is repeated keeps it. */
export type HandedOver =
  | { readonly bytes: Uint8Array; readonly attachments: readonly Attachment[] }
  | { readonly input: DocumentRecord; readonly attachments: readonly DocumentRecord[] };

/**
 * Makes a run: business data first, the entry that schedules it last, so that what is scheduled is whole. That entry is the open marker,
 * too, by which the run is found again. Undefined when a run of that id is open.
 */
export async function schedule(
  ports: Ports,
  run: string,
  submission: Submission,
  given: HandedOver,
  heritage?: Heritage,
): Promise<NewRun | undefined> {
  const documents = new Documents(ports.store, run);
  const { input, attachments } = 'input' in given ? given : keepGiven(documents, given);
  await documents.settled();
  const journal = await Journal.create(
    ports.store,
    run,
    {
      type: 'scheduled',
      submission,
      input,
      ...(attachments.length === 0 ? {} : { attachments }),
      steps: heritage?.steps ?? [],
      ...(heritage ? { replayOf: heritage.of } : {}),
    },
    ports.clock.now(),
  );
  return journal && { run, journal };
}

const keepGiven = (documents: Documents, given: Extract<HandedOver, { readonly bytes: Uint8Array }>) => ({
  input: documents.keep('input', 'document', {
    mediaType: 'application/json',
    bytes: given.bytes,
    fileName: 'input.json',
  }),
  attachments: keepAttachments(documents, given.attachments),
});
