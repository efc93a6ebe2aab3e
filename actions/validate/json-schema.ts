import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Loading } from '../../engine/action.ts';
import { fail, type Problem, problem } from '../../engine/errors.ts';
import { ajvLibrary, formatsLibrary } from '../../engine/schema/index.ts';
import type { Position } from '../../engine/source.ts';

export interface JsonCheck {
  readonly name: string;
  readonly holds: ValidateFunction;
}

/** Compiles a JSON Schema of the feature with the files that it refers to; what is wrong is reported at `at`. */
export function prepareSchema(name: string, loading: Loading, at: Position): JsonCheck | undefined {
  const file = loading.file(name, at);
  if (file === undefined) return undefined;
  const ajv = new (ajvLibrary().Ajv2020)({ allErrors: true, strict: false, logger: false });
  formatsLibrary().default(ajv);
  ajv.addFormat('decimal', /^[+-]?\d+(\.\d+)?$/);
  const add = (path: string, schema: unknown, known: ReadonlySet<string>): boolean => {
    if (!isSchema(schema)) return false;
    ajv.addSchema(schema, path);
    return refersTo(schema).every((each) => {
      if (known.has(each) || ajv.getSchema(each) !== undefined) return true;
      const other = loading.file(each, at);
      return other !== undefined && add(each, other.data, new Set([...known, each]));
    });
  };
  try {
    if (!add(name, plain(file.data), new Set([name]))) return undefined;
    const holds = ajv.getSchema(name);
    return holds && { name, holds };
  } catch (thrown) {
    loading.report('SCHEMA', `${name} is no JSON Schema: ${thrown instanceof Error ? thrown.message : thrown}.`, at);
    return undefined;
  }
}

/** Every violation, with the JSON path in the document. */
export function checkJson({ name, holds }: JsonCheck, bytes: Uint8Array): readonly Problem[] {
  if (holds(read(bytes))) return [];
  return (holds.errors ?? []).map((error) => {
    const path = pathOf(error);
    return problem('JSON_INVALID', `${name}: ${path === '' ? 'the document' : path} ${messageOf(error)}.`, { path });
  });
}

function read(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch (thrown) {
    return fail('JSON_MALFORMED', `The document is not JSON: ${thrown instanceof Error ? thrown.message : thrown}.`);
  }
}

function pathOf({ instancePath }: ErrorObject): string {
  const segments = instancePath.split('/').slice(1);
  return segments
    .map((each) => each.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((each) => (/^\d+$/.test(each) ? `[${each}]` : `.${each}`))
    .join('')
    .replace(/^\./, '');
}

function messageOf({ message, params }: ErrorObject): string {
  const details = Object.values(params).filter((each) => typeof each === 'string' && !message?.includes(each));
  return [message, ...details].join(' ');
}

/** Ajv wants objects that have a prototype; a source file's have none. */
const plain = (data: unknown): unknown => JSON.parse(JSON.stringify(data));

const isSchema = (data: unknown): data is Record<string, unknown> => typeof data === 'object' && data !== null;

function refersTo(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(refersTo);
  if (!isSchema(schema)) return [];
  const own = typeof schema.$ref === 'string' ? [schema.$ref.replace(/#.*$/, '')] : [];
  return [...own.filter((file) => file !== '' && !file.includes(':')), ...Object.values(schema).flatMap(refersTo)];
}
