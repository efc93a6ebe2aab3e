import { dateFunctions } from './dates.ts';
import type { ExpressionFunction } from './define.ts';
import { listFunctions } from './lists.ts';
import { numberFunctions } from './numbers.ts';
import { textFunctions } from './texts.ts';

export { type CelFunction, celBuiltins } from './cel.ts';
export type { ExpressionFunction } from './define.ts';

/** All functions of the expression language beside CEL's own; docs/expressions.md is made from it. */
export const expressionFunctions: readonly ExpressionFunction[] = [
  ...numberFunctions,
  ...textFunctions,
  ...listFunctions,
  ...dateFunctions,
];
