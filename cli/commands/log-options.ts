import { fail } from '../../engine/index.ts';
import type { LogLevel } from '../../worker/index.ts';

const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const satisfies readonly LogLevel[];

/** `--log`: from which level on lines are written. */
export function levelOf(given = 'info'): LogLevel {
  return levels.find((level) => level === given) ?? fail('USAGE', `--log takes one of ${levels.join(', ')}.`);
}
