import type { ErrorObject } from 'ajv/dist/2020.js';
import { nearHint } from '../expression/index.ts';
import { isObject } from '../json.ts';
import type { Path } from '../source.ts';
import type { SchemaObject, ValidateFunction } from './ajv.ts';
import { wordsFor } from './words.ts';

/** One thing that is wrong with data, before it is known whose data it is. */
export interface Finding {
  readonly kind: 'missing' | 'unknown' | 'wrong';
  /** Of the value that is wrong; of the member that is missing or unknown. */
  readonly path: Path;
  /** What is wrong, without the name of the field: `is 7, but must be a text`. */
  readonly message: string;
  readonly hint?: string | undefined;
  /** It is the key at `path` that is wrong. */
  readonly key?: true;
}

const most = 100;

/** What is wrong with the data; empty when it is valid. */
export function findingsOf(validate: ValidateFunction, data: unknown, resolve: Resolve = () => undefined): Finding[] {
  if (validate(data)) return [];
  const errors = withoutNoise(validate.errors ?? []).slice(0, most);
  const findings = errors.map((error) => findingOf(error, resolve));
  const wrong = findings.filter((each, index) => !isFollowUp(each, errors[index], resolve, findings));
  const seen = new Set<string>();
  return wrong.filter(({ path, message }) => {
    const same = JSON.stringify([path, message]);
    return !seen.has(same) && seen.add(same);
  });
}

/** The schema behind a `$ref`. */
export type Resolve = (reference: string) => SchemaObject | undefined;

function findingOf(error: ErrorObject, resolve: Resolve): Finding {
  const path = pathOf(error.instancePath);
  const params: Readonly<Record<string, unknown>> = error.params;
  const missing = params.missingProperty;
  if (typeof missing === 'string') {
    return { kind: 'missing', path: [...path, missing], message: 'is missing', hint: describe(error, missing) };
  }
  const extra = params.additionalProperty ?? params.unevaluatedProperty;
  if (typeof extra === 'string') {
    const hint = nearHint(extra, knownNames(error.parentSchema, resolve));
    return { kind: 'unknown', path: [...path, extra], message: 'is not known here', hint, key: true };
  }
  if (error.propertyName !== undefined) {
    const name = { ...error, data: error.propertyName };
    return { kind: 'wrong', path: [...path, error.propertyName], ...wordsFor(name), key: true };
  }
  return { kind: 'wrong', path, ...wordsFor(error) };
}

function describe(error: ErrorObject, member: string): string | undefined {
  const property: unknown = error.parentSchema?.properties?.[member];
  const { title, description } = isObject(property) ? property : {};
  return typeof description === 'string' && typeof title === 'string' ? `${title}: ${description}` : undefined;
}

/**
 * `if`, `propertyNames` and the pattern beside a format only repeat what another error says. Of `anyOf` and `oneOf` the errors
 * of the branch that the data was meant for are kept: those that are not about its type; if there is none, the one error of the
 * whole.
 */
function withoutNoise(errors: readonly ErrorObject[]): ErrorObject[] {
  const kept: ErrorObject[] = [];
  const formats = new Set(errors.filter(({ keyword }) => keyword === 'format').map(({ instancePath }) => instancePath));
  for (const error of errors) {
    if (error.keyword === 'if' || error.keyword === 'propertyNames') continue;
    if (error.keyword === 'pattern' && formats.has(error.instancePath)) continue;
    if (error.keyword !== 'anyOf' && error.keyword !== 'oneOf') {
      kept.push(error);
      continue;
    }
    let first = kept.length;
    while (first > 0 && kept[first - 1]?.instancePath.startsWith(error.instancePath)) first -= 1;
    const branches = kept.splice(first);
    const meant = branches.filter(
      ({ keyword, instancePath }) =>
        instancePath !== error.instancePath || !['type', 'const', 'enum', 'required'].includes(keyword),
    );
    kept.push(...(meant.length > 0 ? meant : [error]));
  }
  return kept;
}

/** A base schema that failed has evaluated nothing: its own members then look unevaluated. */
function isFollowUp(
  finding: Finding,
  error: ErrorObject | undefined,
  resolve: Resolve,
  all: readonly Finding[],
): boolean {
  if (error?.keyword !== 'unevaluatedProperties' || all.length < 2) return false;
  return knownNames(error.parentSchema, resolve).has(String(finding.path.at(-1)));
}

function knownNames(schema: unknown, resolve: Resolve, names = new Set<string>()): Set<string> {
  if (!isObject(schema)) return names;
  const { properties, $ref, allOf } = schema;
  for (const name of Object.keys(properties ?? {})) names.add(name);
  if (typeof $ref === 'string') knownNames(resolve($ref), resolve, names);
  if (Array.isArray(allOf)) for (const each of allOf) knownNames(each, resolve, names);
  return names;
}

/** A JSON pointer as a path; digits are taken for an index. */
function pathOf(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((segment) => (/^(0|[1-9]\d*)$/.test(segment) ? Number(segment) : segment));
}
