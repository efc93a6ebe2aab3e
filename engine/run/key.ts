import { sha256 } from '../document.ts';
import { fail } from '../errors.ts';
import { Journal } from '../record/journal.ts';
import { layout } from '../record/layout.ts';
import { readPurged } from '../record/purged.ts';
import type { Attachment } from './attachments.ts';
import type { Ports } from './ports.ts';
import type { SubmissionRequest } from './submit.ts';

interface KeyClaim {
  readonly run: string;
  /** Of everything that was handed over under the key. */
  readonly sha256: string;
}

/**
 * The run that a submission under an idempotency key is: `fresh`, or the one that the first submission under it has become.
 * Keys are apart by environment and legal entity. KEY_REUSED when something else was handed over under the key; it names
 * the run that this is, where that was recorded.
 */
export async function claimKey(ports: Ports, key: string, request: SubmissionRequest, fresh: string): Promise<string> {
  const { context, data, original = '', attachments = [] } = request;
  const path = layout.key(`${ports.environment.name}\n${context.legalEntity ?? ''}`, key);
  const claim: KeyClaim = {
    run: fresh,
    sha256: sha256(`${handedOver(context)}\n${original}\n${sha256(data)}${filesOf(attachments)}`),
  };
  if (await ports.store.create(path, Buffer.from(JSON.stringify(claim)))) return fresh;
  const first: KeyClaim = JSON.parse(Buffer.from((await ports.store.read(path)) ?? '{}').toString());
  if (first.sha256 === claim.sha256) return first.run;
  const message = `Something else was submitted under the key ${key}`;
  if (await isRecorded(ports, first.run))
    return fail('KEY_REUSED', `${message}: run ${first.run}.`, { run: first.run });
  // Its process may be about to record it: the key cannot be another's.
  return fail('KEY_REUSED', `${message}, and was not recorded; submitted again unchanged, it is.`);
}

const isRecorded = async ({ store }: Ports, run: string): Promise<boolean> =>
  (await Journal.open(store, run)) !== undefined || (await readPurged(store, run)) !== undefined;

const handedOver = (context: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(context).sort(([one], [other]) => (one < other ? -1 : 1)));

const filesOf = (attachments: readonly Attachment[]): string =>
  attachments.map(({ name, mediaType, bytes }) => `\n${JSON.stringify([name, mediaType, sha256(bytes)])}`).join('');
