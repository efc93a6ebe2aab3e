import type { Clock } from '../../engine/index.ts';
import type { Gate } from './gate.ts';
import type { Gates } from './pacing.ts';

/** The gates of one process. */
export function localGates({ now }: Pick<Clock, 'now'>): Gates {
  const gates = new Map<string, Gate>();
  return {
    async change(name, change) {
      const { gate, result } = change(gates.get(name) ?? {}, now().getTime());
      gates.set(name, gate);
      return result;
    },
  };
}
