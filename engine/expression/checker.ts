import { Environment, type TypeCheckResult } from '@marcbachmann/cel-js';
import type { UsedName } from './code/index.ts';
import { Kept } from './kept.ts';
import { limits, registerFunctions, registerOperators, registerTypes } from './language.ts';
import type { Shape } from './shape.ts';
import { TypeNames } from './type-names.ts';

/** Knows the types of some names: one CEL type for each object that their schemas describe. */
export interface Checker {
  check(text: string): TypeCheckResult;
  /** What a type that `check` gave holds. */
  shape(type: string): Shape;
}

const checkers = new Kept<Checker>();

/** Expressions that use the same names share a checker, however their scopes differ in other names. */
export function checkerFor(used: readonly UsedName[]): Checker {
  const before = checkers.get(used);
  if (before !== undefined) return before;
  const checker = createChecker(used);
  checkers.set(used, checker);
  return checker;
}

function createChecker(used: readonly UsedName[]): Checker {
  let layer = ground();
  for (const { shape } of used) if (shape.kind === 'object') layer = layerAbove(layer, shape);
  const types = new TypeNames(layer.types);
  const environment = layer.environment.clone();
  const variables = used.map(({ alias, shape }) => [alias, types.name(shape)] as const);
  registerObjects(environment, types);
  for (const [alias, type] of variables) environment.registerVariable(alias, type);
  return { check: (text) => environment.check(text), shape: (type) => types.shape(type) };
}

/** The types of some objects, registered: names that begin with the same objects share them. */
interface Layer {
  readonly environment: Environment;
  readonly types: TypeNames;
  readonly above: WeakMap<Shape, Layer>;
}

/** What expressions use differs in little, in their last names: what they begin with is registered once. */
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
