import { Environment, type TypeCheckResult } from '@marcbachmann/cel-js';
import type { Scope } from '../expression.ts';
import { limits, registerFunctions, registerOperators, registerTypes } from './language.ts';
import { type Shape, shapeOf } from './shape.ts';
import { aliasOf, TypeNames } from './type-names.ts';

/** Knows the types of a scope: one CEL type for each object that its schemas describe. */
export interface Checker {
  check(text: string): TypeCheckResult;
  /** What a type that `check` gave holds. */
  shape(type: string): Shape;
}

const checkers = new WeakMap<Scope, Checker>();

export function checkerFor(scope: Scope): Checker {
  const checker = checkers.get(scope) ?? createChecker(scope);
  checkers.set(scope, checker);
  return checker;
}

function createChecker(scope: Scope): Checker {
  const shapes = Object.entries(scope).map(([name, schema]) => [name, shapeOf(schema, name)] as const);
  const first = shapes.find(([, shape]) => shape.kind === 'object')?.[1];
  const types = new TypeNames(first === undefined ? undefined : layerOf(first).types);
  const environment = (first === undefined ? baseEnvironment() : layerOf(first).environment).clone();
  const variables = shapes.map(([name, shape]) => [name, types.name(shape)] as const);
  registerObjects(environment, types);
  for (const [name, type] of variables) environment.registerVariable(aliasOf(name), type);
  return { check: (text) => environment.check(text), shape: (type) => types.shape(type) };
}

interface Layer {
  readonly environment: Environment;
  readonly types: TypeNames;
}

/** Scopes of one pipeline differ in little: the types of their first object, the business data, are registered once. */
const layers = new WeakMap<Shape, Layer>();

function layerOf(shape: Shape): Layer {
  const before = layers.get(shape);
  if (before !== undefined) return before;
  const types = new TypeNames();
  types.name(shape);
  const layer = { environment: baseEnvironment().clone(), types };
  registerObjects(layer.environment, types);
  layers.set(shape, layer);
  return layer;
}

function registerObjects(environment: Environment, types: TypeNames): void {
  for (const [name, shape] of types.added) {
    const fields = Object.fromEntries([...shape.members].map(([key, member]) => [key, types.name(member)]));
    environment.registerType(name, { ctor: class {}, fields });
    environment.registerOperator(`${name} == ${name}`, () => false);
  }
}

let base: Environment | undefined;

function baseEnvironment(): Environment {
  base ??= createBase();
  return base;
}

function createBase(): Environment {
  const environment = new Environment({ limits });
  registerTypes(environment);
  registerOperators(environment);
  registerFunctions(environment, true);
  return environment;
}
