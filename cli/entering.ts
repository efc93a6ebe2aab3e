import { setTimeout as sleep } from 'node:timers/promises';
import { TimbreError } from '../engine/index.ts';
import { type Environment, enter } from '../platform/environment/index.ts';
import { say, tellProblems } from './print/people.ts';

/** As `enter`, for a process that runs for long: it waits for a store that is away, as its other work does. */
export async function enterPatiently(environment: Environment): Promise<void> {
  for (let told = false; ; told = true) {
    try {
      return await enter(environment);
    } catch (thrown) {
      if (!(thrown instanceof TimbreError) || thrown.code !== 'STORE_FAILED') throw thrown;
      if (!told) {
        tellProblems(thrown.problems);
        say('Waiting for the store.');
      }
      await sleep(pause);
    }
  }
}

/** Milliseconds. */
const pause = 2_000;
