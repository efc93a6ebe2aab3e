import type { StepOutput } from '../action.ts';
import { isoText } from '../clock.ts';
import type { ActionStep } from '../feature.ts';
import type { StepRecord } from '../record/entry.ts';
import { toValue } from './values.ts';
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
  const values: Record<string, ReturnType<typeof toValue>> = {};
  for (const [key, value] of Object.entries(output.values ?? {})) values[key] = toValue(value);
  const left = {
    step: name,
    uses: step.action.name,
    documents: work.documents.keepAll(name, output.documents),
    values,
  };
  const time = { at: isoText(at), took: Math.round((work.ports.clock.monotonic() - began) * 1000) / 1000 };
  if (!output.problems?.length) return Object.assign(left, time);
  return Object.assign(left, { problems: output.problems.map((each) => ({ step: name, ...each })) }, time);
}
