import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Transmission } from './transmission.ts';

export interface Ledger {
  /** Every transmission, in the order in which they were sent. */
  readonly transmissions: readonly Transmission[];
  withReference(reference: string): readonly Transmission[];
  withId(id: string): Transmission | undefined;
  record(transmission: Transmission): void;
}

/** What was sent, kept in a file of JSON lines where one is named. */
export function openLedger(file: string | undefined): Ledger {
  const transmissions: Transmission[] = file === undefined ? [] : readTransmissions(file);
  return {
    transmissions,
    withReference: (reference) => transmissions.filter((each) => each.reference === reference),
    withId: (id) => transmissions.find((each) => each.id === id),
    record(transmission) {
      if (file !== undefined) appendFileSync(file, `${JSON.stringify(transmission)}\n`);
      transmissions.push(transmission);
    },
  };
}

/** What a sandbox's ledger file holds; nothing where there is none yet. */
function readTransmissions(file: string): Transmission[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line): Transmission => JSON.parse(line));
}
