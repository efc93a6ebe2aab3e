import type { StepOutput } from '../action.ts';
import { isoText } from '../clock.ts';
import type { ActionStep } from '../feature.ts';
import type { StepRecord } from '../record/entry.ts';
import type { Work } from './work.ts';

/** What a step that is done leaves in the record: its documents, which are kept with it, its values and its problems. */
export function recordOf(
  work: Work,
  step: ActionStep,
  name: string,
  at: Date,
  began: number,
  output: StepOutput,
): StepRecord {
  const record = {
    step: name,
    uses: step.action.name,
    documents: work.documents.keepAll(name, output.documents),
    values: output.values ?? {},
    at: isoText(at),
    took: Math.round((work.ports.clock.monotonic() - began) * 1000) / 1000,
  };
  if (!output.problems?.length) return record;
  return { problems: output.problems.map((each) => ({ step: name, ...each })), ...record };
}
