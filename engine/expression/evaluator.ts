import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import { direct, type UsedName } from './code/index.ts';
import type { Variables } from './contract.ts';
import { limits, registerFunctions, registerOperators, registerTypes } from './language.ts';
import { DataObject, fromVariable, isAbsent, toData } from './record.ts';

/**
 * Compiles rewritten text to a function over raw data that gives plain data, when it is first called. Types were checked
 * before, by the checker: here every value is dynamic, so that one environment serves all features and an absent value can
 * stand anywhere. `fail` makes of the library's error what an author can act on.
 */
export function prepare(
  text: string,
  names: readonly UsedName[],
  fail: (error: unknown) => never,
): (variables: Variables) => unknown {
  let evaluate = (variables: Variables): unknown => {
    evaluate = evaluatorOf(text, names, fail);
    return evaluate(variables);
  };
  return (variables) => evaluate(variables);
}

function evaluatorOf(text: string, names: readonly UsedName[], fail: (error: unknown) => never) {
  const { ast, run } = prepareByLibrary(text, names);
  const directly = direct(ast, names);
  let left = directly === undefined ? 0 : patience;
  return (variables: Variables): unknown => {
    if (left > 0 && directly !== undefined) {
      try {
        const value = directly(variables);
        if (left < patience) left++;
        return value;
      } catch {
        left -= costOfDoubt;
      }
    }
    try {
      return run(variables);
    } catch (error) {
      return fail(error);
    }
  };
}

/** What the library makes of rewritten text. */
export const parse = (text: string): ASTNode => environment.parse(text).ast;

/** The same, evaluated by the library alone: what `direct` must agree with. */
export function prepareByLibrary(text: string, names: readonly UsedName[]) {
  const parsed = environment.parse(text);
  const run = (variables: Variables): unknown => {
    return toData(parsed(Object.fromEntries(names.map((name) => [name.alias, variableOf(name, variables)]))));
  };
  return { ast: parsed.ast, run };
}

const variableOf = ({ name, shape }: UsedName, variables: Variables): unknown =>
  fromVariable(Object.hasOwn(variables, name) ? variables[name] : null, shape, name);

/** An expression that the library decides more often than every fifth time is left to it for good. */
const patience = 100;
const costOfDoubt = 4;

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
