import type { ChaosWorld } from './world.ts';

/** What an ERP knows at the end: which run each of its invoices has become. */
export type HandedOver = ReadonlyMap<string, string>;

/**
 * Hands over invoices, several at a time and to each PAC in turn, each under its own number as the key, and repeats what was not answered
 * with 202 until it is. Gives up, and so loses an invoice, only when `until` has come.
 */
export async function handOver(world: ChaosWorld, invoices: number, until: number): Promise<HandedOver> {
  const runs = new Map<string, string>();
  const left = Array.from({ length: invoices }, (_, at) => at);
  const lane = async (): Promise<void> => {
    for (let at = left.shift(); at !== undefined; at = left.shift()) {
      const number = numberOf(at);
      const legalEntity = world.pacs[at % world.pacs.length]?.kind ?? '';
      while (Date.now() < until) {
        const run = await submit(world, number, legalEntity);
        if (run !== undefined) {
          runs.set(number, run);
          break;
        }
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    }
  };
  await Promise.all(Array.from({ length: 6 }, lane));
  return runs;
}

/** The number of an invoice, counted from 0. */
export const numberOf = (at: number): string => `C${at + 1}`;

async function submit({ url, invoice }: ChaosWorld, number: string, legalEntity: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${url}/submissions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': number },
      body: JSON.stringify({ context: { country: 'MX', legalEntity }, invoice: { ...invoice, number } }),
      signal: AbortSignal.timeout(20_000),
    });
    const answer = (await response.json()) as { id?: string };
    if (response.status === 202) return answer.id;
    // Nothing but the server's or the store's bad hours is expected here.
    if (response.status < 500) throw new RefusedError(`${response.status} ${JSON.stringify(answer)}`);
    return undefined;
  } catch (error) {
    if (error instanceof RefusedError) throw error;
    return undefined;
  }
}

class RefusedError extends Error {}
