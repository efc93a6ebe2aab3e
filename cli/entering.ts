import { setTimeout as sleep } from 'node:timers/promises';
import { TimbreError } from '../engine/index.ts';
import { type Environment, enter } from '../platform/environment/index.ts';
import { exit } from './exit.ts';
import { say, tellProblems } from './print/people.ts';
import { stopping } from './stop.ts';

/** As `enter`, for a process that runs for long: it waits for a store that is away, as its other work does. */
export async function enterPatiently(environment: Environment): Promise<void> {
  // The first process of a container is not ended by a signal that it does not listen to.
  const leave = (): never => process.exit(exit.accepted);
  for (const signal of stopping) process.once(signal, leave);
  try {
    await enterWhenItCan(environment);
  } finally {
    for (const signal of stopping) process.off(signal, leave);
  }
}

async function enterWhenItCan(environment: Environment): Promise<void> {
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
