import { problemsOf } from '../../engine/index.ts';
import type { EnvironmentConfig } from '../../platform/environment/index.ts';
import { openQueue } from '../../worker/index.ts';
import { queueOptions } from '../commands/queue-options.ts';
import type { Found } from './finding.ts';

/** Whether Redis is there, keeps what it is given, and how much waits in it; nothing is said of an environment without a queue. */
export async function lookAtQueue(config: EnvironmentConfig): Promise<Found[]> {
  if (config.queue === undefined) return [];
  try {
    const queue = await openQueue(queueOptions(config));
    const { waiting, active, delayed } = await queue.depth();
    await queue.close();
    const counts = `${waiting} runs wait, ${active} are worked on, ${delayed} sleep`;
    return [{ state: 'ok', message: `Redis answers, and drops nothing: ${counts}.` }];
  } catch (thrown) {
    return problemsOf(thrown).map(({ message, hint }): Found => {
      return { state: 'problem', message, ...(hint === undefined ? {} : { hint }) };
    });
  }
}
