import { fail } from '../errors.ts';
import { layout } from '../record/layout.ts';
import type { Store } from '../store.ts';

/** The head of a counter: its last number, and the numbers whose holders have not yet recorded them. */
interface Head {
  readonly last: number;
  readonly held: Readonly<Record<string, number>>;
}

/**
 * Gives `holder` (a run and step) the next number of a counter by compare-and-swap: once, without gaps, whatever crashes.
 * Until `confirm`, the head remembers who holds which number, so that a holder that comes back gets its own again.
 */
export async function allocate(store: Store, counter: string, first: number, holder: string): Promise<number> {
  const path = layout.counter(counter);
  for (let tries = 0; tries < 1_000; tries++) {
    const found = await store.readVersioned(path);
    const head: Head = found ? JSON.parse(new TextDecoder().decode(found.bytes)) : { last: first - 1, held: {} };
    const held = head.held[holder];
    if (held !== undefined) return held;
    const number = head.last + 1;
    const next: Head = { last: number, held: { ...head.held, [holder]: number } };
    if (await store.swap(path, encode(next), found?.version)) return number;
  }
  return fail('STORE_FAILED', `The counter ${counter} changes faster than it can be read.`);
}

/** The holder's number is in its record: the head need not remember it any longer. */
export async function confirm(store: Store, counter: string, holder: string): Promise<void> {
  const path = layout.counter(counter);
  for (let tries = 0; tries < 1_000; tries++) {
    const found = await store.readVersioned(path);
    if (!found) return;
    const head: Head = JSON.parse(new TextDecoder().decode(found.bytes));
    if (!Object.hasOwn(head.held, holder)) return;
    const { [holder]: _, ...held } = head.held;
    if (await store.swap(path, encode({ last: head.last, held }), found.version)) return;
  }
}

const encode = (head: Head): Uint8Array => new TextEncoder().encode(JSON.stringify(head));
