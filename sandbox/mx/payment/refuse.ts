import type { Refusal, RefusalName } from '../incidencias.ts';

export const refuseIf = (wrong: boolean, reason: RefusalName, detail: string): Refusal | undefined =>
  wrong ? { reason, detail } : undefined;

/** The first thing wrong with any of them. */
export function firstOf<Item>(items: readonly Item[], check: (item: Item) => Refusal | undefined): Refusal | undefined {
  for (const item of items) {
    const refusal = check(item);
    if (refusal) return refusal;
  }
  return undefined;
}
