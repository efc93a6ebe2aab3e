import { openEnvironment } from '../../platform/environment/index.ts';
import { exit } from '../exit.ts';
import { say } from '../print/people.ts';
import { configOf, type RunOptions } from './run.ts';

/** `timbre index --rebuild`: the list, and the open markers of runs that have begun, should they be lost or in doubt. */
export async function rebuild(options: Pick<RunOptions, 'environment' | 'json'>): Promise<number> {
  const environment = openEnvironment(configOf(options));
  try {
    const runs = await environment.engine.relist();
    if (options.json) process.stdout.write(`${JSON.stringify({ runs })}\n`);
    else say(`The list has ${runs} runs.`);
    return exit.accepted;
  } finally {
    await environment.close();
  }
}
