import { fileURLToPath } from 'node:url';
import {
  type Action,
  compileFeature,
  createDocument,
  formatProblem,
  type Problem,
  type PureContext,
  problemsOf,
  readFeatureFolder,
  type StepOutput,
} from '../../../engine/index.ts';

/** The folder of the base feature. */
export const folder = fileURLToPath(new URL('../../../features/eu/en16931/', import.meta.url));

/** What came of a step. */
export interface Left {
  readonly output?: StepOutput;
  readonly problems: readonly Problem[];
}

/** `document` is what the step reads, if it reads one. */
export type RunStep = (invoice: unknown, document?: Uint8Array) => Promise<Left>;

/** One pure step by itself, with the files of the base feature and more of the test's own. */
export async function loadStep(
  step: string,
  action: Action,
  more: Readonly<Record<string, string>> = {},
): Promise<RunStep> {
  const { files } = await readFeatureFolder(folder);
  const alone = { ...files, ...more, 'feature.yaml': only(step) };
  const { feature, problems } = compileFeature(alone, { actions: [action] });
  const compiled = feature?.pipelines.issue?.steps[0];
  if (compiled?.kind !== 'action' || compiled.action.effect !== 'pure')
    throw new Error(problems.map(formatProblem).join('\n'));
  const { action: pure, prepared } = compiled;
  return async (invoice, bytes) => {
    const inputs = bytes === undefined ? {} : { document: createDocument('document', 'application/xml', bytes) };
    const variables = { invoice, context: {}, settings, run: {}, steps: {} };
    try {
      const output = await pure.run({ ...context, in: inputs, variables }, prepared as never);
      return { output, problems: output.problems ?? [] };
    } catch (thrown) {
      return { problems: problemsOf(thrown) };
    }
  };
}

const settings = { specification: 'urn:cen.eu:en16931:2017' };

const context: Omit<PureContext, 'variables'> = {
  run: { id: 'run', startedAt: new Date(0) },
  step: 'alone',
  in: {},
  artefact: async () => undefined,
};

const only = (step: string): string => `
feature: eu/alone
title: One step alone
version: 1.0.0
effective: { from: 2017-10-17, by: issueDate }
artefacts: artefacts.yaml
settings:
  specification: { type: string, default: "urn:cen.eu:en16931:2017" }
  process: { type: string }
pipelines:
  issue:
    applies: { documentType: invoice }
    input: input.schema.json
    steps: [ { id: alone, ${step} } ]
`;
