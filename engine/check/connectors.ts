import { posix } from 'node:path';
import { nearHint } from '../expression/index.ts';
import type { JsonSchema } from '../expression.ts';
import { below, type Position, type SourceFile } from '../source.ts';
import { checkOut } from './out.ts';
import type { CompiledOperation, Parts, StepContext } from './parts.ts';
import type { ConnectorYaml, OperationYaml } from './shapes.ts';
import { compileSteps } from './steps.ts';
import { validatorOf } from './validators.ts';

export interface OpenConnector {
  readonly yaml: ConnectorYaml;
  readonly file: SourceFile;
  readonly setting: string;
}

/** connectors/<name>.yaml, its shape checked; reported at the place that names it when there is none. */
export function openConnector(parts: Parts, setting: string, name: string, named: Position): OpenConnector | undefined {
  const path = `connectors/${name}.yaml`;
  if (!parts.sources.has(path)) {
    parts.report.at('FILE_MISSING', `The connector ${name} has no file ${path}.`, named);
    return undefined;
  }
  const file = parts.sources.parse(path);
  if (!file) return undefined;
  const at: Position = { file, path: [] };
  parts.report.schema(validatorOf('connector'), file.data, at);
  if (parts.report.isBroken(at, false)) return undefined;
  const yaml = file.data as ConnectorYaml;
  if (yaml.connector !== posix.basename(path, '.yaml')) {
    const message = `The file ${path} calls its connector ${yaml.connector}.`;
    parts.report.at('CONNECTOR_INVALID', message, below(at, 'connector'), { hint: `Call it ${name}.` });
  }
  return { yaml, file, setting };
}

/** Compiles one operation once per pipeline; undefined (and reported) when it is not there or leads back to itself. */
export function compileOperation(
  { yaml, file, setting }: OpenConnector,
  name: string,
  context: StepContext,
  uses: Position,
): CompiledOperation | undefined {
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
      parts: context.parts,
      scope: { ...context.scope, inputs: inputsSchema(operation) },
      inputs: operation.in ?? {},
      firstInput: operation.in && Object.hasOwn(operation.in, 'document') ? 'document' : undefined,
      connector: { yaml, file, setting },
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
