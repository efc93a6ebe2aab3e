import { createEngine, type Engine, fail, type RunReport } from '../../engine/index.ts';
import type { Ports } from '../../engine/run/ports.ts';

/** An engine of which only what a transport uses is there, told what to do. */
export function engineOf(given: Partial<Pick<Engine, 'advance' | 'open' | 'unclaimed' | 'restart'>>): Engine {
  const nowhere = new Proxy({}, { get: () => fail('INTERNAL', 'A transport must not ask for this.') });
  const idle: Partial<Engine> = {
    unclaimed: () => each([]),
    restart: async () => ({ suspected: false }),
  };
  return { ...createEngine(nowhere as Ports), ...idle, ...given };
}

export function reportOf(run: string, state: RunReport['state'], until?: Date): RunReport {
  return {
    run,
    feature: 'xx/test',
    version: '1.0.0',
    pipeline: 'issue',
    state,
    outcome: null,
    values: {},
    result: null,
    documents: [],
    problems: [],
    ...(until && { until: until.toISOString() }),
  };
}

export async function* each<T>(all: Iterable<T>): AsyncGenerator<T> {
  yield* all;
}
