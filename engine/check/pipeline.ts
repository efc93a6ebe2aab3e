import type { CompiledExpression, Scope } from '../expression.ts';
import type { Pipeline, Recognised } from '../feature.ts';
import { below, type Position } from '../source.ts';
import { attachmentInputs, compileAttachments } from './attachments.ts';
import { compileValue } from './compile-value.ts';
import { compileConcerns } from './concerns.ts';
import { compileInputs } from './inputs.ts';
import { stepsSchema } from './known.ts';
import { checkOut } from './out.ts';
import type { Parts, StepContext } from './parts.ts';
import { contextSchema, pipelineScope } from './scope.ts';
import type { PipelineYaml, RecognisesYaml } from './shapes.ts';
import { compileSteps } from './steps.ts';

/** Compiles one pipeline; undefined (and reported) when there is not enough of it. */
export function compilePipeline(name: string, yaml: PipelineYaml, at: Position, parts: Parts): Pipeline | undefined {
  const { report } = parts;
  if (report.isBroken(at, false)) return undefined;
  const known = contextSchema(yaml);
  const input = compileInputs(yaml.input, below(at, 'input'), known, parts);
  const attachments = compileAttachments(yaml.attachments ?? {}, below(at, 'attachments'), report);
  const base = pipelineScope(input?.schema, known, parts.settings, attachments);
  const business: Scope = { invoice: base.invoice ?? true, original: base.original ?? true };
  const partsOf = (key: 'identity' | 'toldApartBy') =>
    (yaml[key] ?? [])
      .map((part, index) =>
        compileValue(report, part, below(at, key, index), { scope: business, later: [], bare: true }),
      )
      .filter((each) => each !== undefined);
  const identity = partsOf('identity');
  const toldApartBy = partsOf('toldApartBy');
  const context: StepContext = {
    parts,
    scope: base,
    inputs: { input: 'application/json', ...attachmentInputs(attachments) },
    firstInput: 'input',
    operations: new Map(),
    open: [],
  };
  const { steps, known: left } = compileSteps(yaml.steps, below(at, 'steps'), context);
  const result = checkOut(yaml.result ?? {}, below(at, 'result'), context, left);
  const concerns = yaml.concerns && compileConcerns(yaml.concerns, below(at, 'concerns'), context, left);
  const defaults = compileDefaults(yaml, at, parts, business);
  if (!input) return undefined;
  return {
    name,
    title: yaml.title ?? name,
    applies: Object.fromEntries(Object.entries(yaml.applies).map(([field, values]) => [field, [values].flat()])),
    defaults,
    input,
    attachments,
    identity,
    toldApartBy,
    recognises: recognisedBy(yaml),
    cancels: yaml.cancels === true,
    ...(concerns && { concerns }),
    steps,
    result: { documents: result.documents, values: result.values },
    scope: { ...base, steps: stepsSchema(left) },
  };
}

/** A field of `applies` with one value needs not be given; another may follow from the business data. */
function compileDefaults(yaml: PipelineYaml, at: Position, { report }: Parts, scope: Scope) {
  const defaults: Record<string, CompiledExpression> = {};
  const add = (field: string, value: unknown, place: Position) => {
    const compiled = compileValue(report, value, place, { scope, later: [] });
    if (compiled) defaults[field] = compiled;
  };
  for (const [field, values] of Object.entries(yaml.applies)) {
    const [only, ...others] = [values].flat();
    if (others.length === 0) add(field, only?.startsWith('=') ? `=${only}` : only, below(at, 'applies', field));
  }
  for (const [field, value] of Object.entries(yaml.defaults ?? {})) add(field, value, below(at, 'defaults', field));
  return defaults;
}

/** The documents that a pipeline is for, as it is written. */
export const recognisedBy = ({ recognises = [] }: PipelineYaml): readonly Recognised[] =>
  [recognises].flat().map(recognised);

const recognised = ({ element, namespace, where = {}, attached = false }: RecognisesYaml): Recognised => ({
  element,
  namespace,
  where: Object.fromEntries(Object.entries(where).map(([path, texts]) => [path, [texts].flat()])),
  attached,
});
