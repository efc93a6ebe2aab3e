import { fileURLToPath } from 'node:url';
import { transform } from '../../../actions/transform/index.ts';
import {
  compileFeature,
  formatProblem,
  type Problem,
  type PureContext,
  readFeatureFolder,
} from '../../../engine/index.ts';

/** The folder of the feature. */
export const folder = fileURLToPath(new URL('../../../features/mx/cfdi/', import.meta.url));

// The mapping alone: its own pipeline of one step, typed by the feature's own input schema.
const alone = `
feature: mx/comprobante
title: The mapping alone
version: 1.0.0
effective: { from: 2023-04-01, by: issueDate }
pipelines:
  issue:
    applies: { country: MX }
    input: input.schema.json
    identity: [invoice.number]
    steps:
      - id: comprobante
        uses: transform
        with: { mapping: mappings/comprobante.yaml }
`;

export interface Writer {
  /** What the input schema says of the business data. */
  check(invoice: unknown): readonly Problem[];
  write(invoice: unknown): Promise<string>;
}

export async function loadWriter(): Promise<Writer> {
  const { files } = await readFeatureFolder(folder);
  const wanted = ['input.schema.json', 'mappings/comprobante.yaml'].map((path) => [path, files[path] ?? '']);
  const { feature, problems } = compileFeature(
    { ...Object.fromEntries(wanted), 'feature.yaml': alone },
    { actions: [transform] },
  );
  const pipeline = feature?.pipelines.issue;
  const step = pipeline?.steps[0];
  if (pipeline === undefined || step?.kind !== 'action' || step.action.effect !== 'pure') {
    throw new Error(problems.map(formatProblem).join('\n'));
  }
  const { action, prepared } = step;
  return {
    check: (invoice) => pipeline.input.check(invoice),
    async write(invoice) {
      const variables = { invoice, context: {}, settings: {}, run: {}, steps: {} };
      const output = await action.run({ ...nothing, variables }, prepared as never);
      return Buffer.from(output.documents?.document?.bytes ?? []).toString('utf8');
    },
  };
}

const nothing: Omit<PureContext, 'variables'> = {
  run: { id: 'run', startedAt: new Date(0) },
  step: 'comprobante',
  in: {},
  artefact: async () => undefined,
};
