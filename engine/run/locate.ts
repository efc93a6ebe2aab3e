import type { ActionStep, Step } from '../feature.ts';
import type { Frame } from './frame.ts';
import { enter } from './steps.ts';
import type { Work } from './work.ts';

/** A step, and what it can see. */
export interface Located {
  readonly step: ActionStep;
  readonly frame: Frame;
}

/** Finds a step by its full name, as far as the record goes: nothing is done on the way. */
export async function locate(
  work: Work,
  steps: readonly Step[],
  frame: Frame,
  name: string,
): Promise<Located | undefined> {
  for (const step of steps) {
    const full = frame.prefix + step.id;
    const seen = () => (step.data ? frame.seeing(step.data, work.documents, full) : frame);
    if (full === name) return step.kind === 'action' ? { step, frame: await seen() } : undefined;
    const record = work.state.steps.get(full);
    if (record) frame.add(step.id, record);
    else if (step.kind === 'connector' && name.startsWith(`${full}/`)) {
      const { operation, inner } = enter(work, step, full, await seen());
      return locate(work, operation.steps, inner, name);
    }
  }
  return undefined;
}
