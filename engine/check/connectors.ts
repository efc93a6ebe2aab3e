import { posix } from 'node:path';
import { nearHint } from '../expression/index.ts';
import type { JsonSchema } from '../expression.ts';
import type { Needs } from '../feature.ts';
import { below, type Position, type SourceFile } from '../source.ts';
import { checkOut } from './out.ts';
import type { CompiledOperation, Parts, StepContext } from './parts.ts';
import { settingsSchema } from './scope.ts';
import { compileSettings } from './settings.ts';
import type { ConnectorYaml, OperationYaml } from './shapes.ts';
import { compileSteps } from './steps.ts';
import { validatorOf } from './validators.ts';

export interface OpenConnector {
  readonly yaml: ConnectorYaml;
  readonly file: SourceFile;
  readonly setting: string;
  readonly needs: Needs;
  /** The feature's settings and its own. One object for all operations: the types of a schema are made once. */
  readonly settings: Parts['settings'];
  readonly scope: JsonSchema;
}

/** connectors/<name>.yaml, its shape checked; reported at the place that names it when there is none. */
export function openConnector(parts: Parts, setting: string, name: string, named: Position): OpenConnector | undefined {
  const key = `${setting}/${name}`;
  if (!parts.connectors.has(key)) parts.connectors.set(key, open(parts, setting, name, named));
  return parts.connectors.get(key);
}

function open(parts: Parts, setting: string, name: string, named: Position): OpenConnector | undefined {
  const path = `connectors/${name}.yaml`;
  if (!parts.sources.has(path)) {
    parts.report.at('FILE_MISSING', `The connector ${name} has no file ${path}.`, named);
    return undefined;
  }
  const file = parts.sources.parse(path);
  if (!file) return undefined;
  const at: Position = { file, path: [] };
  parts.report.schema(validatorOf.connector(), file.data, at);
  if (parts.report.isBroken(at, false)) return undefined;
  const yaml = file.data as ConnectorYaml;
  if (yaml.connector !== posix.basename(path, '.yaml')) {
    const message = `The file ${path} calls its connector ${yaml.connector}.`;
    parts.report.at('CONNECTOR_INVALID', message, below(at, 'connector'), { hint: `Call it ${name}.` });
  }
  const needs = needsOf(yaml, at, parts);
  const settings = { ...parts.settings, ...needs.settings };
  return { yaml, file, setting, needs, settings, scope: settingsSchema(settings) };
}

/** A connector's own settings and secrets. What the feature declares is every connector's already. */
function needsOf({ settings = {}, secrets = {} }: ConnectorYaml, at: Position, parts: Parts): Needs {
  for (const [section, own, theirs] of [
    ['settings', settings, parts.settings],
    ['secrets', secrets, parts.secrets],
  ] as const) {
    for (const name of Object.keys(own)) {
      if (!Object.hasOwn(theirs, name)) continue;
      const message = `The feature itself declares ${name} under ${section}.`;
      const hint = 'Leave it to the feature, which gives it to every connector, or give it another name.';
      parts.report.at('CONNECTOR_INVALID', message, below(at, section, name), { part: 'key', hint });
    }
  }
  return { settings: compileSettings(settings, below(at, 'settings'), parts.report), secrets };
}

/** Compiles one operation once per pipeline; undefined (and reported) when it is not there or leads back to itself. */
export function compileOperation(
  connector: OpenConnector,
  name: string,
  context: StepContext,
  uses: Position,
): CompiledOperation | undefined {
  const { yaml, file, setting, needs, settings } = connector;
  const { report } = context.parts;
  const id = `${setting}/${yaml.connector}/${name}`;
  if (context.open.includes(id)) {
    const way = [...context.open.slice(context.open.indexOf(id)), id].map((each) => each.split('/').at(-1));
    report.at('CONNECTOR_CYCLE', `The operation leads back to itself: ${way.join(' -> ')}.`, uses);
    return undefined;
  }
  const operation = Object.hasOwn(yaml.operations, name) ? yaml.operations[name] : undefined;
  if (!operation) {
    const hint = nearHint(name, Object.keys(yaml.operations));
    report.at('CONNECTOR_INVALID', `${file.path} has no operation ${name}.`, uses, { hint });
    return undefined;
  }
  if (!context.operations.has(id)) {
    const inner: StepContext = {
      parts: { ...context.parts, settings, secrets: { ...context.parts.secrets, ...needs.secrets } },
      scope: { ...context.scope, settings: connector.scope, inputs: inputsSchema(operation) },
      inputs: operation.in ?? {},
      firstInput: operation.in && Object.hasOwn(operation.in, 'document') ? 'document' : undefined,
      connector,
      operations: context.operations,
      open: [...context.open, id],
    };
    context.operations.set(id, compile(operation, inner, { file, path: ['operations', name] }));
  }
  return context.operations.get(id);
}

function compile(operation: OperationYaml, context: StepContext, at: Position): CompiledOperation | undefined {
  if (context.parts.report.isBroken(at, false)) return undefined;
  const { steps, known } = compileSteps(operation.steps, below(at, 'steps'), context);
  const out = checkOut(operation.out ?? {}, below(at, 'out'), context, known);
  return {
    operation: { steps, out: { documents: out.documents, values: out.values } },
    leaves: { id: '', documents: out.mediaTypes, values: out.schemas },
  };
}

function inputsSchema({ inputs = {} }: OperationYaml): JsonSchema {
  return { type: 'object', properties: inputs, additionalProperties: false };
}
