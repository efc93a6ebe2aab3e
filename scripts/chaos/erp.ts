import type { ChaosWorld } from './world.ts';

/** What an ERP knows at the end. */
export interface HandedOver {
  /** By its number, which run each invoice has become. */
  readonly runs: ReadonlyMap<string, string>;
  readonly tries: readonly Try[];
}

/** A request, and what came of it. */
export interface Try {
  /** `performance.now()` when it was sent. */
  readonly at: number;
  /** Milliseconds. */
  readonly took: number;
  /** 0 when there was no answer. */
  readonly status: number;
}

/**
 * Hands over invoices, several at a time and to each PAC in turn, each under its own number as the key, and repeats what was not answered
 * with 202 until it is. Gives up, and so loses an invoice, only when `until` has come.
 */
export async function handOver(world: ChaosWorld, invoices: number, until: number): Promise<HandedOver> {
  const runs = new Map<string, string>();
  const tries: Try[] = [];
  const left = Array.from({ length: invoices }, (_, at) => at);
  const lane = async (): Promise<void> => {
    for (let at = left.shift(); at !== undefined; at = left.shift()) {
      const number = numberOf(at);
      const legalEntity = world.pacs[at % world.pacs.length]?.kind ?? '';
      while (Date.now() < until) {
        const at = performance.now();
        const { status, run } = await submit(world, number, legalEntity);
        tries.push({ at, took: performance.now() - at, status });
        if (run !== undefined) {
          runs.set(number, run);
          break;
        }
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    }
  };
  await Promise.all(Array.from({ length: 6 }, lane));
  return { runs, tries };
}

/** The number of an invoice, counted from 0. */
export const numberOf = (at: number): string => `C${at + 1}`;

async function submit({ url, invoice }: ChaosWorld, number: string, legalEntity: string): Promise<Answer> {
  try {
    const response = await fetch(`${url}/submissions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': number },
      body: JSON.stringify({ context: { country: 'MX', legalEntity }, invoice: { ...invoice, number } }),
      signal: AbortSignal.timeout(20_000),
    });
    const answer = (await response.json()) as { id?: string };
    const { status } = response;
    if (status === 202 && answer.id !== undefined) return { status, run: answer.id };
    // Nothing but the server's or the store's bad hours is expected here.
    if (status < 500) throw new RefusedError(`${status} ${JSON.stringify(answer)}`);
    return { status };
  } catch (error) {
    if (error instanceof RefusedError) throw error;
    return { status: 0 };
  }
}

interface Answer {
  readonly status: number;
  readonly run?: string;
}

class RefusedError extends Error {}
