import { Environment } from '@marcbachmann/cel-js';
import type { Variables } from '../expression.ts';
import { limits, registerFunctions, registerOperators, registerTypes } from './language.ts';
import { DataObject, fromVariable, isAbsent } from './record.ts';
import type { Shape } from './shape.ts';

/** A name that an expression uses: in the variables, in the rewritten text, and what it holds. */
export interface UsedName {
  readonly name: string;
  readonly alias: string;
  readonly shape: Shape;
}

/**
 * Compiles rewritten text to a function over raw data. Types were checked before, by the checker: here every value is dynamic,
 * so that one environment serves all features and an absent value can stand anywhere.
 */
export function prepare(text: string, names: readonly UsedName[]): (variables: Variables) => unknown {
  const run = environment.parse(text);
  return (variables) => {
    const values: Record<string, unknown> = {};
    for (const { name, alias, shape } of names) {
      values[alias] = fromVariable(Object.hasOwn(variables, name) ? variables[name] : null, shape, name);
    }
    const value: unknown = run(values);
    return value;
  };
}

const environment = createEnvironment();

function createEnvironment(): Environment {
  const created = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false, limits });
  registerTypes(created);
  created.registerType('data', DataObject);
  registerObjects(created);
  registerOperators(created);
  registerAbsence(created);
  registerFunctions(created, false);
  return created;
}

/** What CEL gives maps, for objects of the data. */
function registerObjects(created: Environment): void {
  const has = (name: string, data: DataObject): boolean => !isAbsent(data.get(name));
  const size = (data: DataObject): bigint => BigInt(Object.keys(data.raw ?? {}).length);
  created.registerOperator('string in data', has);
  created.registerOperator('data == data', (a: DataObject, b: DataObject) => a.raw === b.raw);
  created.registerFunction('size(data): int', size, { async: false });
  created.registerFunction('data.size(): int', size, { async: false });
}

/** An absent value equals null and the empty text and nothing else, and is neither smaller nor larger than anything. */
function registerAbsence(created: Environment): void {
  for (const type of ['string', 'int', 'decimal', 'bool', 'date', 'dateTime', 'data', 'list', 'map']) {
    created.registerOperator(`${type} == null`, (value: unknown) => isAbsent(value));
  }
  created.registerOperator('data == string', (value: DataObject, text: string) => text === '' && isAbsent(value));
  const ordered = ['string', 'int', 'decimal', 'date', 'dateTime'];
  for (const sign of ['<', '<=', '>', '>=']) {
    for (const nothing of ['null', 'data']) {
      for (const type of ordered) {
        created.registerOperator(`${type} ${sign} ${nothing}`, (_: unknown, value: unknown) => incomparable(value));
        created.registerOperator(`${nothing} ${sign} ${type}`, (value: unknown) => incomparable(value));
      }
      created.registerOperator(`${nothing} ${sign} ${nothing}`, (value: unknown) => incomparable(value));
    }
  }
}

function incomparable(value: unknown): false {
  if (isAbsent(value)) return false;
  throw new RangeError('an object is neither smaller nor larger than anything');
}
