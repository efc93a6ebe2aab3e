import invoice from '../../schemas/invoice.schema.json' with { type: 'json' };
import { registerSchema } from '../expression/index.ts';
import type { InputCheck } from '../feature.ts';
import { isObject } from '../json.ts';
import {
  checkData,
  createAjv,
  createValidators,
  type SchemaObject,
  type Validators,
  wordsFor,
} from '../schema/index.ts';
import { below, type Path, type Position, type SourceFile } from '../source.ts';
import type { Report } from './report.ts';

/** Compiled once per process: the invoice model alone costs tens of milliseconds. */
const checks = new Map<string, InputCheck>();
const mostKept = 200;

/** The model's own schemas, with those that are given, compiled to tell the verdict and the errors. */
interface Compilers {
  readonly verdict: Validators;
  readonly errors: Validators;
}
let shared: Compilers | undefined;

/** The check of business data that a feature's input schema makes; `urn:timbre:invoice:1` is the invoice model. */
export function compileInput(file: SourceFile, report: Report, extra: readonly SchemaObject[]): InputCheck | undefined {
  const key = JSON.stringify([file.text, extra]);
  const before = checks.get(key);
  if (before) return before;
  const at: Position = { file, path: [] };
  const schema = file.data;
  if (!isObject(schema)) {
    report.at('INPUT_SCHEMA_INVALID', 'A schema of business data is an object.', at);
    return undefined;
  }
  try {
    const check = inputCheck(schema, extra);
    if (checks.size >= mostKept) checks.clear();
    checks.set(key, check);
    return check;
  } catch (error) {
    reportInvalid(error instanceof Error ? error.message : String(error), schema, at, report);
    return undefined;
  }
}

/** JSON Schema's own schema says where; what only the strict mode refuses is found by its name. */
function reportInvalid(message: string, schema: SchemaObject, at: Position, report: Report): void {
  const ajv = createAjv([]);
  if (!ajv.validateSchema(schema)) {
    const errors = new Map((ajv.errors ?? []).reverse().map((error) => [error.instancePath, error]));
    for (const error of [...errors.values()].reverse().slice(0, 10)) {
      const path = error.instancePath.split('/').slice(1);
      report.at(
        'INPUT_SCHEMA_INVALID',
        `${path.at(-1) ?? 'The schema'} ${wordsFor(error).message}.`,
        below(at, ...path),
      );
    }
    return;
  }
  const [, reference] = /resolve reference (\S+) from/.exec(message) ?? [];
  if (reference !== undefined) {
    const hint = 'The invoice model is urn:timbre:invoice:1; what begins with #/ is looked for in this file.';
    const place = below(at, ...(pathTo(schema, reference) ?? []));
    report.at('INPUT_SCHEMA_INVALID', `There is no schema ${reference}.`, place, { hint });
    return;
  }
  const [, keyword = ''] = /unknown (?:keyword|format):? "([^"]+)"/.exec(message) ?? [];
  const path = pathTo(schema, keyword) ?? [];
  report.at('INPUT_SCHEMA_INVALID', `${message.replace('strict mode: ', '')}.`, below(at, ...path), { part: 'key' });
}

function pathTo(value: unknown, wanted: string): Path | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, member] of Object.entries(value)) {
    if (key === wanted || member === wanted) return [key];
    const deeper = pathTo(member, wanted);
    if (deeper) return [key, ...deeper];
  }
  return undefined;
}

function inputCheck(schema: SchemaObject, extra: readonly SchemaObject[]): InputCheck {
  for (const each of [invoice, ...extra]) if (typeof each.$id === 'string') registerSchema(each.$id, each);
  if (extra.length === 0) shared ??= compilers([invoice]);
  const { verdict, errors } = extra.length === 0 && shared ? shared : compilers([invoice, ...extra]);
  const isValid = verdict.compile(schema);
  const validate = once(() => errors.compile(schema));
  return { schema, check: (data) => (isValid(data) ? [] : checkData(validate(), data, errors.find)) };
}

function compilers(schemas: readonly SchemaObject[]): Compilers {
  return { verdict: createValidators(schemas, 'verdict'), errors: createValidators(schemas) };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
