import { Environment, type TypeCheckResult } from '@marcbachmann/cel-js';
import type { Scope } from './contract.ts';
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
  let layer = ground();
  for (const [, shape] of shapes) if (shape.kind === 'object') layer = layerAbove(layer, shape);
  const types = new TypeNames(layer.types);
  const environment = layer.environment.clone();
  const variables = shapes.map(([name, shape]) => [name, types.name(shape)] as const);
  registerObjects(environment, types);
  for (const [name, type] of variables) environment.registerVariable(aliasOf(name), type);
  return { check: (text) => environment.check(text), shape: (type) => types.shape(type) };
}

/** The types of some objects, registered: scopes that begin with the same objects share them. */
interface Layer {
  readonly environment: Environment;
  readonly types: TypeNames;
  readonly above: WeakMap<Shape, Layer>;
}

/** Scopes of one pipeline differ in little, in their last names: what they begin with is registered once. */
function layerAbove(below: Layer, shape: Shape): Layer {
  const before = below.above.get(shape);
  if (before !== undefined) return before;
  const types = new TypeNames(below.types);
  types.name(shape);
  const layer = { environment: below.environment.clone(), types, above: new WeakMap<Shape, Layer>() };
  registerObjects(layer.environment, types);
  below.above.set(shape, layer);
  return layer;
}

function registerObjects(environment: Environment, types: TypeNames): void {
  for (const [name, shape] of types.added) {
    const fields = Object.fromEntries([...shape.members].map(([key, member]) => [key, types.name(member)]));
    environment.registerType(name, { ctor: class {}, fields });
    environment.registerOperator(`${name} == ${name}`, () => false);
  }
}

let lowest: Layer | undefined;

function ground(): Layer {
  lowest ??= { environment: createBase(), types: new TypeNames(), above: new WeakMap() };
  return lowest;
}

function createBase(): Environment {
  const environment = new Environment({ limits });
  registerTypes(environment);
  registerOperators(environment);
  registerFunctions(environment, true);
  return environment;
}
