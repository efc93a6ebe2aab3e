import type { CompiledExpression, JsonSchema } from '../../../../engine/expression.ts';
import { below, type Position } from '../../../../engine/source.ts';
import type { Assign, Back, Computed, Element, Target } from '../mapping.ts';
import { isScalar } from './constant.ts';
import type { Tree } from './leaf.ts';
import type { Names } from './names.ts';
import { atKey, type Reading, shifted } from './reading.ts';

/** The words that say how a value is read back; none of them changes what is written, but `$readOnly`. */
export const backWords = ({ writes }: Reading): readonly string[] =>
  isReadable(writes) ? ['$read', '$writeOnly', '$readOnly'] : [];

/** A text cannot be taken apart again, and a page is for people. */
export const isReadable = (writes: Reading['writes']): boolean => writes === 'xml' || writes === 'json';

/** What the text of a leaf means when it is read. `written` is the leaf's constant, or the expression in its place. */
export function readBack(
  reading: Reading,
  tree: Tree,
  at: Position,
  names: Names,
  written: { readonly constant: string } | { readonly compiled: CompiledExpression } | undefined,
): Back {
  const writeOnly = readFlag(reading, tree, at, '$writeOnly');
  if (writeOnly && ('$read' in tree || '$readOnly' in tree)) {
    const message = 'what is only written is not read';
    reading.report('SCHEMA', message, atKey(below(at, '$writeOnly')), 'Keep $writeOnly, or how it is read.');
  }
  if ('$read' in tree)
    return { kind: 'value', assigns: readAssigns(reading, tree.$read, below(at, '$read'), names, true) };
  if (writeOnly || written === undefined) return { kind: 'nothing' };
  if ('constant' in written) return { kind: 'constant', text: written.constant };
  const target = targetOf(written.compiled, names);
  if (target !== undefined) return { kind: 'value', assigns: [{ target, value: 'text' }] };
  const why = written.compiled.path === undefined ? 'is computed' : 'is no place in the business data';
  return { kind: 'unknown', why: `\`${written.compiled.source}\` ${why}` };
}

export function readFlag(reading: Reading, tree: Tree, at: Position, word: string): boolean {
  const value = tree[word];
  if (value === undefined || typeof value === 'boolean') return value ?? false;
  reading.report('SCHEMA', `${word} must be true or false`, below(at, word), `Write ${word}: true.`);
  return false;
}

/** How a whole element, or object, is read; beside `$value` the words are those of the value. */
export function readWays(
  reading: Reading,
  tree: Tree,
  at: Position,
  names: Names,
  filled: boolean,
): Pick<Element, 'readOnly' | 'passedOver' | 'sets'> {
  const readOnly = readFlag(reading, tree, at, '$readOnly');
  if ('$value' in tree) return { readOnly, passedOver: false, sets: [] };
  const writeOnly = readFlag(reading, tree, at, '$writeOnly');
  if (writeOnly && ('$read' in tree || readOnly)) {
    const message = 'what is only written is not read';
    reading.report('SCHEMA', message, atKey(below(at, '$writeOnly')), 'Keep $writeOnly, or how it is read.');
  }
  const sets = '$read' in tree ? readAssigns(reading, tree.$read, below(at, '$read'), names, false) : [];
  return { readOnly, passedOver: writeOnly || (readOnly && !filled && sets.length === 0), sets };
}

/** Reads `$read`: one path, or `{ path: constant or expression }`; `text` says whether there is one that is read. */
function readAssigns(reading: Reading, value: unknown, at: Position, names: Names, text: boolean): Assign[] {
  if (typeof value === 'string' && text) {
    const target = readTarget(reading, value, at, names);
    return target === undefined ? [] : [{ target, value: 'text' }];
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || Object.keys(value).length === 0) {
    const example = text ? '`$read: invoice.number`, or ' : '';
    reading.report(
      'SCHEMA',
      '$read must name paths of the business data',
      at,
      `Write ${example}\`$read: { invoice.type: invoice }\`.`,
    );
    return [];
  }
  return Object.entries(value).flatMap(([path, each]) => {
    const place = below(at, path);
    const target = readTarget(reading, path, atKey(place), names);
    const assigned = readAssigned(reading, each, place, names, text);
    return target === undefined || assigned === undefined ? [] : [{ target, value: assigned }];
  });
}

/** One schema, so that all that reads text is compiled with one checker. */
const textSchema: JsonSchema = { type: 'string' };

const textNames: Readonly<Record<string, JsonSchema>> = { value: textSchema };
const placeNames: Readonly<Record<string, JsonSchema>> = { position: { type: 'integer' } };

function readAssigned(
  reading: Reading,
  value: unknown,
  at: Position,
  names: Names,
  text: boolean,
): Assign['value'] | undefined {
  if (!isScalar(value)) {
    reading.report(
      'SCHEMA',
      'a constant or an expression is needed here',
      at,
      'Write for example `=substring(value, 0, 10)`.',
    );
    return undefined;
  }
  if (typeof value !== 'string' || !value.startsWith('=')) return { constant: value };
  const { expression, siblings } = nameSiblings(value);
  const scope: Record<string, JsonSchema> = { ...names.back.scope, ...placeNames, ...(text ? textNames : {}) };
  for (const [, variable] of siblings) scope[variable] = textSchema;
  const compiled = reading.loading.expression(expression, at, { scope, expects: 'scalar' });
  if (compiled === undefined) {
    reading.failed = true;
    return undefined;
  }
  if (text && compiled.path?.join('.') === 'value') return 'text';
  if (compiled.path?.join('.') === 'position') return 'position';
  const mentioned = new Set(compiled.source.match(/[A-Za-z_]\w*/g));
  const used = [...names.back.places].filter(([name]) => mentioned.has(name));
  return { expression: compiled, names: used, siblings, usesPosition: mentioned.has('position') };
}

const siblingForm = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\belement(?:\.([A-Za-z_]\w*)|\["([^"]+)"\])/g;

/**
 * `element.Name` and `element["Name"]` become names of their own, as long as they were: a text costs an expression a
 * third of what an object with a text does, and every line of a document has some.
 */
function nameSiblings(expression: string): Pick<Computed, 'siblings'> & { readonly expression: string } {
  const siblings = new Map<string, string>();
  const rewritten = expression.replace(siblingForm, (found, plain?: string, quoted?: string) => {
    const name = plain ?? quoted;
    if (name === undefined) return found;
    const variable = `element_${plain ?? siblings.size}`.padEnd(found.length, '_');
    siblings.set(variable, name);
    return variable;
  });
  return { expression: rewritten, siblings: [...siblings].map(([variable, name]) => [name, variable]) };
}

/** A plain path, without `=`, to a place in the business data. */
export function readTarget(
  reading: Reading,
  path: string,
  at: Position,
  names: Names,
): (Target & { compiled: CompiledExpression }) | undefined {
  const compiled = reading.loading.expression(`=${path}`, shifted(at, -1), { scope: names.back.scope });
  const target = compiled && targetOf(compiled, names);
  if (compiled === undefined) reading.failed = true;
  else if (target === undefined) {
    reading.report(
      'SCHEMA',
      `${path} is no place in the business data`,
      at,
      'Write a path such as invoice.number, without =.',
    );
  }
  return compiled && target && { ...target, compiled };
}

/** Where a path leads, when it is one and begins at a name that stands for a place in the business data. */
export function targetOf(compiled: CompiledExpression, names: Names): Target | undefined {
  const [first, ...rest] = compiled.path ?? [];
  const base = names.back.places.get(first ?? '');
  // What every object has of itself is no place: nothing may be set there.
  if (rest.some((name) => name in {})) return undefined;
  if (base === undefined) return undefined;
  const segments = [...base.segments, ...rest];
  return { slot: base.slot, segments, way: segments.slice(0, -1), last: segments.at(-1), type: compiled.type };
}
