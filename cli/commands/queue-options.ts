import { fail } from '../../engine/index.ts';
import type { EnvironmentConfig } from '../../platform/environment/index.ts';
import type { WorkerOptions } from '../../worker/index.ts';

/** The queue of an environment. Test and production never meet, even in one Redis. */
export function queueOptions({ name, queue }: EnvironmentConfig): WorkerOptions & { readonly sweep: number } {
  if (queue === undefined)
    return fail('USAGE', 'The environment has no queue.', {
      hint: 'Add `queue: { redis: … }` to it, or serve --embedded, which needs none.',
    });
  const { redis, prefix = `timbre:${name}`, concurrency, takeover = 30, sweep = 30 } = queue;
  return {
    redis,
    prefix,
    takeover: takeover * 1000,
    sweep: sweep * 1000,
    ...(concurrency === undefined ? {} : { concurrency }),
  };
}
