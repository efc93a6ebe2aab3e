import { nearHint } from '../expression/index.ts';
import type { DocumentReference, Step } from '../feature.ts';
import { below, type Position } from '../source.ts';
import { compileActionStep } from './action-step.ts';
import { type Compiling, compileValue } from './compile-value.ts';
import { compileConnectorStep } from './connector-step.ts';
import { compileInput } from './input.ts';
import { type Known, opaque, stepsSchema } from './known.ts';
import type { StepContext } from './parts.ts';
import { mediaTypeFits, type Nameable, type Resolved, resolveDocument } from './references.ts';
import type { StepYaml } from './shapes.ts';

/** One step while it is compiled. */
export interface StepAt {
  readonly context: StepContext;
  readonly yaml: StepYaml;
  readonly at: Position;
  readonly names: Nameable;
  readonly compiling: Compiling;
  /** What an input `document` takes where nothing is said. */
  readonly before: Resolved | undefined;
}

export interface CompiledStep {
  readonly step: Step | undefined;
  readonly leaves: Known;
}

export interface CompiledSteps {
  readonly steps: readonly Step[];
  /** What may be named after the list: the steps before it and its own. */
  readonly known: readonly Known[];
}

/** Compiles a list of steps in order; each sees what the ones before it leave. */
export function compileSteps(
  list: readonly StepYaml[],
  at: Position,
  context: StepContext,
  earlier: readonly Known[] = [],
): CompiledSteps {
  const { report } = context.parts;
  const known = [...earlier];
  const steps: Step[] = [];
  const ids = list.map((yaml) => yaml?.id);
  let before = context.firstInput === undefined ? undefined : inputDocument(context, context.firstInput);
  for (const [index, yaml] of list.entries()) {
    const place = below(at, index);
    const later = ids.slice(index);
    if (known.some(({ id }) => id === yaml?.id)) {
      report.at('STEP_DUPLICATE', `Another step before this one has the id ${yaml.id}.`, below(place, 'id'));
    }
    const names: Nameable = { report, earlier: [...known], later, inputs: context.inputs };
    const compiling: Compiling = { scope: { ...context.scope, steps: stepsSchema(known) }, later };
    const { step, leaves } = compileStep({ context, yaml, at: place, names, compiling, before });
    if (step) steps.push(step);
    known.push(leaves);
    before = documentOf(leaves);
  }
  return { steps, known };
}

function compileStep(given: StepAt): CompiledStep {
  const { context, yaml, at } = given;
  const { report, actions } = context.parts;
  if (report.isBroken(at, false) || typeof yaml?.uses !== 'string') {
    return { step: undefined, leaves: opaque(String(yaml?.id)) };
  }
  const one = { ...given, compiling: seeing(given) };
  if (yaml.uses.includes('/')) return compileConnectorStep(one);
  const action = actions.get(yaml.uses);
  if (action) return compileActionStep(one, action);
  const hint = nearHint(yaml.uses, actions.keys());
  report.at('ACTION_UNKNOWN', `There is no action ${yaml.uses}.`, below(at, 'uses'), { hint });
  return { step: undefined, leaves: opaque(yaml.id) };
}

/** `when` of a step; absent when there is none. */
export function compileWhen({ context, yaml, at, compiling }: StepAt) {
  if (yaml.when === undefined) return {};
  // The step's own data may not be there when it is asked.
  const scope = { ...compiling.scope, invoice: context.scope.invoice ?? true };
  const when = compileValue(context.parts.report, yaml.when, below(at, 'when'), { ...compiling, scope }, 'bool');
  return when ? { when } : {};
}

/** `data` of a step; absent when there is none. */
export function compileData({ yaml, at, names }: StepAt) {
  const { data } = yaml;
  if (data === undefined) return {};
  const place = hasSchema(data) ? below(at, 'data', 'document') : below(at, 'data');
  const resolved = resolveDocument(hasSchema(data) ? data.document : data, place, names);
  if (!resolved) return {};
  if (!mediaTypeFits(resolved.mediaType, ['application/json'])) {
    const message = `Business data is application/json, and this document is ${resolved.mediaType}.`;
    names.report.at('MEDIA_TYPE', message, place);
  }
  return { data: resolved.reference };
}

/** Business data of another pipeline's shape has its own schema; the types of the step's expressions follow from it. */
function seeing({ context, yaml, at, compiling }: StepAt): Compiling {
  const { data } = yaml;
  if (data === undefined || !hasSchema(data)) return compiling;
  const { report, sources, schemas } = context.parts;
  const file = sources.file(data.schema, below(at, 'data', 'schema'));
  const input = file && compileInput(file, report, schemas);
  return { ...compiling, scope: { ...compiling.scope, invoice: input?.schema ?? true } };
}

type DataYaml = NonNullable<StepYaml['data']>;

const hasSchema = (data: DataYaml): data is Extract<DataYaml, { readonly schema: string }> =>
  typeof data === 'object' && 'schema' in data;

function inputDocument({ inputs }: StepContext, name: string): Resolved {
  return { reference: { input: name }, mediaType: inputs[name] };
}

function documentOf({ id, documents, opaque }: Known): Resolved | undefined {
  const reference: DocumentReference = { step: id, document: 'document' };
  if (opaque) return { reference, mediaType: undefined };
  return Object.hasOwn(documents, 'document') ? { reference, mediaType: documents.document } : undefined;
}
