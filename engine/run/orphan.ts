import { layout, timeOf } from '../record/layout.ts';
import type { Ports } from './ports.ts';

/** A submission is recorded within seconds of its marker, or never; in milliseconds. */
const grace = 3_600_000;

/** Removes the open marker of a run that was never recorded: its process died, and nobody was told of it. Resolves to whether it did. */
export async function removeOrphan({ store, clock }: Ports, run: string): Promise<boolean> {
  if (clock.now().getTime() - timeOf(run) < grace) return false;
  const isRecorded = async () => (await store.read(layout.entry(run, 1))) !== undefined;
  if (await isRecorded()) return false;
  await store.remove(layout.open(run));
  // A submission under the same key may have come to it in this very moment.
  if (!(await isRecorded())) return true;
  await store.create(layout.open(run), new Uint8Array());
  return false;
}
