import { isoText } from '../clock.ts';
import { fail } from '../errors.ts';
import type { ConnectorStep, Operation, Step } from '../feature.ts';
import type { StepRecord } from '../record/entry.ts';
import { performExternal } from './external.ts';
import { Frame } from './frame.ts';
import { type Halt, haltFor } from './halt.ts';
import { performHere } from './perform.ts';
import { performRead } from './read.ts';
import { evaluateAll } from './values.ts';
import type { Work } from './work.ts';

/**
 * Runs a list of steps in order; a step that the record already holds is not done again.
 * Resolves to why it does not go on, or to undefined when every step is done.
 */
export async function runSteps(work: Work, steps: readonly Step[], frame: Frame): Promise<Halt | undefined> {
  for (const step of steps) {
    const name = frame.prefix + step.id;
    try {
      const halt = await runStep(work, step, name, frame);
      if (halt) return halt;
    } catch (thrown) {
      return haltFor(thrown, name);
    }
    const record = work.state.steps.get(name);
    if (record) frame.add(step.id, record);
  }
  return undefined;
}

function runStep(work: Work, step: Step, name: string, frame: Frame): undefined | Promise<Halt | undefined> {
  if (work.state.steps.has(name)) return undefined;
  const uses = usesOf(step);
  if (step.when && step.when.evaluate(frame.variables) !== true) {
    work.done(Object.assign(leftNothing(work, name, uses), { skipped: true as const }));
    return undefined;
  }
  work.observe({ type: 'started', run: work.run, step: name, uses });
  if (step.data === undefined) return perform(work, step, name, frame);
  return frame.seeing(step.data, work.documents, name).then((seen) => perform(work, step, name, seen));
}

function perform(work: Work, step: Step, name: string, frame: Frame): Promise<Halt | undefined> {
  if (step.kind === 'connector') return runConnector(work, step, name, frame);
  if (step.action.effect !== 'external') return performHere(work, step, name, frame);
  return step.repeatSafe ? performRead(work, step, name, frame) : performExternal(work, step, name, frame);
}

async function runConnector(work: Work, step: ConnectorStep, name: string, frame: Frame): Promise<Halt | undefined> {
  const { operation, inner } = enter(work, step, name, frame);
  const halt = await runSteps(work, operation.steps, inner);
  if (halt) return halt;
  const began = work.state.steps.get(`${name}/${operation.steps[0]?.id}`)?.at;
  const documents = inner.gather(operation.out.documents);
  const values = evaluateAll(operation.out.values, inner.variables);
  work.done(Object.assign(leftNothing(work, name, usesOf(step), began), { documents, values }));
  return undefined;
}

/** The operation that the settings of the run choose, and the frame in which its steps begin. */
export function enter(
  work: Work,
  step: ConnectorStep,
  name: string,
  frame: Frame,
): { operation: Operation; inner: Frame } {
  const chosen = String(work.state.submission.settings[step.setting] ?? '');
  const operation = Object.hasOwn(step.operations, chosen) ? step.operations[chosen] : undefined;
  if (!operation)
    fail('SETTING_INVALID', `The setting \`${step.setting}\` is "${chosen}"; there is no connector of that name.`);
  const inputs = evaluateAll(operation.inputs, frame.variables);
  return {
    operation,
    inner: new Frame(`${name}/`, Object.assign({}, frame.variables, { inputs }), frame.gather(step.in)),
  };
}

const usesOf = (step: Step): string => (step.kind === 'action' ? step.action.name : step.setting);

function leftNothing(work: Work, step: string, uses: string, at?: string): StepRecord {
  return { step, uses, documents: {}, values: {}, at: at ?? isoText(work.ports.clock.now()), took: 0 };
}
