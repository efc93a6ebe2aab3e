import { Environment, type TypeCheckResult } from '@marcbachmann/cel-js';
import type { Scope } from '../expression.ts';
import { limits, registerFunctions, registerOperators, registerTypes } from './language.ts';
import { dyn, type ObjectShape, type Shape, shapeOf } from './shape.ts';

/** Knows the types of a scope: one CEL type for each object that its schemas describe. */
export interface Checker {
  check(text: string): TypeCheckResult;
  /** What a type that `check` gave holds. */
  shape(type: string): Shape;
}

const checkers = new WeakMap<Scope, Checker>();
let base: Environment | undefined;

export function checkerFor(scope: Scope): Checker {
  const checker = checkers.get(scope) ?? createChecker(scope);
  checkers.set(scope, checker);
  return checker;
}

/** Names that CEL gives a meaning of its own; a variable called so has another name in the text. */
const taken = new Set(
  'string bool int uint double map list bytes null_type type google cel optional dyn decimal date dateTime data ast'.split(
    ' ',
  ),
);
/** The name of a variable in the text that CEL gets. */
export const aliasOf = (name: string): string => (taken.has(name) ? `${name}_` : name);

function createChecker(scope: Scope): Checker {
  const types = new Types();
  const variables = Object.entries(scope).map(([name, schema]) => [name, types.name(shapeOf(schema, name))] as const);
  base ??= createBase();
  const environment = base.clone();
  for (const [name, shape] of types.objects) {
    const fields = Object.fromEntries([...shape.members].map(([key, member]) => [key, types.name(member)]));
    environment.registerType(name, { ctor: class {}, fields });
    environment.registerOperator(`${name} == ${name}`, () => false);
  }
  for (const [name, type] of variables) environment.registerVariable(aliasOf(name), type);
  return {
    check: (text) => environment.check(text),
    shape: (type) => types.shape(type),
  };
}

function createBase(): Environment {
  const environment = new Environment({ limits });
  registerTypes(environment);
  registerOperators(environment);
  registerFunctions(environment, true);
  return environment;
}

/** Gives each object shape a type name. `objects` grows while its members are named: iterating it names them all. */
class Types {
  readonly objects = new Map<string, ObjectShape>();
  readonly #names = new Map<ObjectShape, string>();

  name(shape: Shape): string {
    if (shape.kind === 'list') return `list<${this.name(shape.item)}>`;
    if (shape.kind !== 'object') return shape.kind;
    if (shape.members.size === 0 && shape.rest !== undefined) return `map<string, ${this.name(shape.rest)}>`;
    const before = this.#names.get(shape);
    if (before !== undefined) return before;
    let name = shape.name.replace(/[^\w.]/g, '_');
    if (taken.has(name) || /^[A-Z]?.?$/.test(name)) name += '_';
    while (this.objects.has(name)) name += '_';
    this.#names.set(shape, name);
    this.objects.set(name, shape);
    return name;
  }

  shape(type: string): Shape {
    const item = /^list<(.*)>$/.exec(type)?.[1];
    if (item !== undefined) return { kind: 'list', item: this.shape(item) };
    const object = this.objects.get(type);
    if (object !== undefined) return object;
    const kind = scalars.find((each) => each === type);
    return kind === undefined ? dyn : { kind };
  }
}

const scalars = ['string', 'bool', 'int', 'decimal', 'date', 'dateTime'] as const;
