import type { DocumentPort } from '../action.ts';
import { nearHint } from '../expression/index.ts';
import type { CompiledExpression } from '../expression.ts';
import type { ConnectorStep, Operation } from '../feature.ts';
import { below, type Position } from '../source.ts';
import { agree } from './agree.ts';
import { compileValue } from './compile-value.ts';
import { compileOperation, type OpenConnector, openConnector } from './connectors.ts';
import { opaque } from './known.ts';
import type { CompiledOperation } from './parts.ts';
import type { OperationYaml } from './shapes.ts';
import { type CompiledStep, compileData, compileWhen, type StepAt } from './steps.ts';
import { wire } from './wiring.ts';

interface Choice {
  readonly connector: OpenConnector;
  readonly yaml: OperationYaml;
  readonly compiled: CompiledOperation;
}

/** `uses: pac/stamp`: the operation in every connector that the setting `pac` may name; `self/ask`: in this one. */
export function compileConnectorStep(one: StepAt): CompiledStep {
  const { context, yaml, at } = one;
  const uses = below(at, 'uses');
  const [setting = '', operation = ''] = yaml.uses.split('/');
  for (const key of ['outcomes', 'recover', 'retry', 'poll', 'pace', 'repeat'] as const) {
    if (yaml[key] === undefined) continue;
    const hint = `Say it in the connector, at the step that talks.`;
    context.parts.report.at('STEP_KEY_UNFIT', `${key} does not fit a connector.`, below(at, key), {
      part: 'key',
      hint,
    });
  }
  const connectors = setting === 'self' ? own(one, uses) : named(one, setting, uses);
  const choices: Choice[] = [];
  for (const connector of connectors ?? []) {
    const compiled = compileOperation(connector, operation, context, uses);
    const written = connector.yaml.operations[operation];
    if (compiled && written) choices.push({ connector, yaml: written, compiled });
  }
  const [first] = choices;
  if (!first || choices.length < (connectors?.length ?? 0)) return { step: undefined, leaves: opaque(yaml.id) };
  const wiring = wireAll(one, choices);
  const operations: Record<string, Operation> = {};
  for (const { connector, yaml: written, compiled } of choices) {
    operations[connector.yaml.connector] = { ...compiled.operation, inputs: handedIn(one, written, connector) };
  }
  agree(context.parts.report, operation, choices);
  const chosen = first.connector.setting;
  const step: ConnectorStep = {
    kind: 'connector',
    id: yaml.id,
    at,
    in: wiring,
    ...compileWhen(one),
    ...compileData(one),
    setting: chosen,
    operations,
  };
  return { step, leaves: { ...first.compiled.leaves, id: yaml.id } };
}

/** The run chooses by the setting; inside the connector that it named, `self` is that one. */
function own({ context }: StepAt, uses: Position): readonly OpenConnector[] | undefined {
  if (context.connector) return [context.connector];
  context.parts.report.at('ACTION_UNKNOWN', '`self/` names an operation of the same connector; this is none.', uses);
  return undefined;
}

function named({ context }: StepAt, name: string, uses: Position): readonly OpenConnector[] | undefined {
  const { parts } = context;
  const setting = Object.hasOwn(parts.settings, name) ? parts.settings[name] : undefined;
  if (!setting) {
    const hint = nearHint(name, Object.keys(parts.settings));
    parts.report.at('ACTION_UNKNOWN', `No setting \`${name}\` names a connector.`, uses, { hint });
    return undefined;
  }
  const values = setting.schema.enum;
  const at: Position = { file: parts.file, path: ['settings', name] };
  if (!Array.isArray(values) || values.some((value) => typeof value !== 'string')) {
    const message = `The setting \`${name}\` names a connector, but does not list the connectors there are.`;
    parts.report.at('CONNECTOR_INVALID', message, at, { part: 'key', hint: 'Add type: string and enum: [ … ].' });
    return undefined;
  }
  const opened = values.map((value, index) => openConnector(parts, name, value, below(at, 'enum', index)));
  return opened.includes(undefined) ? undefined : opened.filter((each) => each !== undefined);
}

/** The same wiring serves every connector: an input that one of them takes must be there for it. */
function wireAll({ yaml, at, names, before }: StepAt, choices: readonly Choice[]) {
  let wiring: ReturnType<typeof wire> | undefined;
  for (const { yaml: operation } of choices) {
    const ports: Record<string, DocumentPort> = {};
    for (const [name, type] of Object.entries(operation.in ?? {})) ports[name] = { summary: name, mediaTypes: [type] };
    const wired = wire({ uses: yaml.uses, ports, given: yaml.in, before }, at, names);
    wiring ??= wired;
  }
  return wiring?.in ?? {};
}

/** The values of `with`, in the caller's scope, for the `inputs` of the operation. */
function handedIn({ context, yaml, at, compiling }: StepAt, operation: OperationYaml, { file }: OpenConnector) {
  const { report } = context.parts;
  const inputs: Record<string, CompiledExpression> = {};
  const declared = operation.inputs ?? {};
  for (const [name, value] of Object.entries(yaml.with ?? {})) {
    const place = below(at, 'with', name);
    if (!Object.hasOwn(declared, name)) {
      const hint = nearHint(name, Object.keys(declared));
      report.at('KEY_UNKNOWN', `${yaml.uses} takes no value ${name}.`, place, { part: 'key', hint });
      continue;
    }
    const compiled = compileValue(report, value, place, compiling);
    if (compiled) inputs[name] = compiled;
  }
  for (const name of Object.keys(declared)) {
    if (yaml.with && Object.hasOwn(yaml.with, name)) continue;
    const fallback = declared[name]?.default;
    const compiled = fallback === undefined ? undefined : compileValue(report, fallback, at, compiling);
    if (compiled) inputs[name] = compiled;
    else {
      const message = `${yaml.uses} needs the value ${name}, as ${file.path} says.`;
      report.at('CONNECTOR_INVALID', message, at, { hint: `Say with: { ${name}: … }.` });
    }
  }
  return inputs;
}
