import type { ChaosWorld } from './world.ts';

/** What an ERP knows at the end: which run each of its invoices has become. */
export type HandedOver = ReadonlyMap<string, string>;

/**
 * Hands over invoices, several at a time, each under its own number as the key, and repeats what was not answered with 202 until it
 * is. Gives up, and so loses an invoice, only when `until` has come.
 */
export async function handOver(world: ChaosWorld, invoices: number, until: number): Promise<HandedOver> {
  const runs = new Map<string, string>();
  const numbers = Array.from({ length: invoices }, (_, at) => `C${at + 1}`);
  const lane = async (): Promise<void> => {
    for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
      while (Date.now() < until) {
        const run = await submit(world, number);
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

async function submit({ url, invoice }: ChaosWorld, number: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${url}/submissions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': number },
      body: JSON.stringify({ context: { country: 'MX', legalEntity: 'acme' }, invoice: { ...invoice, number } }),
      signal: AbortSignal.timeout(20_000),
    });
    const answer = (await response.json()) as { id?: string; code?: string; submission?: string };
    if (response.status === 202) return answer.id;
    // Nothing but the server's or the store's bad hours is expected here.
    if (response.status < 500) throw new Error(`${response.status} ${JSON.stringify(answer)}`);
    return undefined;
  } catch (error) {
    if (error instanceof Error && /^\d{3} /.test(error.message)) throw error;
    return undefined;
  }
}
