import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  type Action,
  type ActionStep,
  type Artefact,
  compileFeature,
  createDocument,
  formatProblem,
  type Problem,
  type PureContext,
  problemsOf,
  readFeatureFolder,
  type StepOutput,
  sha256,
} from '../../../engine/index.ts';
import { artefact, hasArtefacts } from '../../shared.ts';

/** The folder of the feature. */
export const folder = fileURLToPath(new URL('../../../features/mx/cfdi/', import.meta.url));

export interface Alone {
  /** What the input schema says of the business data. */
  check(invoice: unknown): readonly Problem[];
  /** `document` is what the step reads, if it reads one. */
  run(
    invoice: unknown,
    document?: Uint8Array,
  ): Promise<{ readonly output?: StepOutput; readonly problems: readonly Problem[] }>;
}

/** One pure step of the feature by itself: with the feature's own files, typed by one of its own input schemas. */
export async function loadAlone(step: string, action: Action, input = 'input.schema.json'): Promise<Alone> {
  const { files } = await readFeatureFolder(folder);
  const { feature, problems } = compileFeature(
    { ...files, 'feature.yaml': only(step, input), 'artefacts.yaml': pins },
    { actions: [action] },
  );
  const pipeline = feature?.pipelines.issue;
  const compiled = pipeline?.steps[0];
  if (pipeline === undefined || compiled?.kind !== 'action') throw new Error(problems.map(formatProblem).join('\n'));
  return {
    check: (invoice) => pipeline.input.check(invoice),
    run: (invoice, document) => runStep(compiled, invoice, document),
  };
}

const only = (step: string, input: string): string => `
feature: mx/alone
title: One step alone
version: 1.0.0
effective: { from: 2023-04-01, by: issueDate }
artefacts: artefacts.yaml
pipelines:
  issue:
    applies: { country: MX }
    input: ${input}
    identity: [invoice.number]
    steps: [ { id: alone, ${step} } ]
`;

// The artefact is handed over below, as it is in ../shared: no digest is compared here.
const pins = `cfdv40.xsd: { files: [ { address: 'http://www.sat.gob.mx/cfdv40.xsd', sha256: ${'a'.repeat(64)} } ] }`;

async function runStep({ action, prepared }: ActionStep, invoice: unknown, bytes?: Uint8Array) {
  if (action.effect !== 'pure') throw new Error(`${action.name} is not pure`);
  const variables = { invoice, context: {}, settings: {}, run: {}, steps: {} };
  try {
    const inputs = bytes === undefined ? {} : { document: createDocument('document', 'application/xml', bytes) };
    const output = await action.run({ ...context, in: inputs, variables }, prepared as never);
    return { output, problems: output.problems ?? [] };
  } catch (thrown) {
    return { problems: problemsOf(thrown) };
  }
}

const context: Omit<PureContext, 'variables'> = {
  run: { id: 'run', startedAt: new Date(0) },
  step: 'alone',
  in: {},
  artefact: async (name) => (hasArtefacts && name === 'cfdv40.xsd' ? xsd() : undefined),
};

const published = ['cfd/4/cfdv40.xsd', 'cfd/catalogos/catCFDI.xsd', 'cfd/tipoDatos/tdCFDI/tdCFDI.xsd'];

function xsd(): Artefact {
  const files = published.map((path) => {
    const bytes = readFileSync(artefact(`mx/schemas/www.sat.gob.mx/sitio_internet/${path}`));
    return { address: `http://www.sat.gob.mx/sitio_internet/${path}`, sha256: sha256(bytes), bytes };
  });
  return { name: 'cfdv40.xsd', files, digest: sha256(files.map((file) => file.sha256).join()) };
}
