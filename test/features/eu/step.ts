import type { PureContext } from '../../../engine/action.ts';
import { createDocument, type Feature, type Problem, problemsOf, type StepOutput } from '../../../engine/index.ts';
import { findFeature } from '../../../platform/environment/index.ts';
import { opening } from '../../../scripts/services/opened.ts';

/** What came of a step. */
export interface Left {
  readonly output?: StepOutput;
  readonly problems: readonly Problem[];
}

/** `document` is what the step reads, if it reads one. */
export type RunStep = (invoice: unknown, document?: Uint8Array) => Promise<Left>;

export interface StepOptions {
  /** The base of the European ones without it. */
  readonly feature?: Feature;
  /** What the feature pins; none of it without it. */
  readonly artefact?: PureContext['artefact'];
  /** Other than the feature's own. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** One pure step of a feature by itself, without a run around it. */
export async function openStep(pipeline: string, id: string, options: StepOptions = {}): Promise<RunStep> {
  const feature = options.feature ?? (await opening(findFeature('eu/en16931').folder));
  const step = feature.pipelines[pipeline]?.steps.find((each) => each.id === id);
  if (step?.kind !== 'action' || step.action.effect !== 'pure') throw new Error(`${pipeline} has no pure step ${id}.`);
  const { action, prepared } = step;
  const own = Object.entries(feature.settings).map(([name, { default: value }]) => [name, value]);
  const settings = { ...Object.fromEntries(own), ...options.settings };
  const { artefact = async () => undefined } = options;
  return async (invoice, bytes) => {
    const inputs = bytes === undefined ? {} : { document: createDocument('document', 'application/xml', bytes) };
    const variables = { invoice, context: {}, settings, run: {}, steps: {} };
    try {
      const output = await action.run({ ...context, artefact, in: inputs, variables }, prepared as never);
      return { output, problems: output.problems ?? [] };
    } catch (thrown) {
      return { problems: problemsOf(thrown) };
    }
  };
}

const context: Omit<PureContext, 'variables' | 'in' | 'artefact'> = {
  run: { id: 'run', startedAt: new Date(0) },
  step: 'alone',
};
