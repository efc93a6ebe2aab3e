import { dateFunctions } from './dates.ts';
import type { ExpressionFunction } from './define.ts';
import { listFunctions } from './lists.ts';
import { numberFunctions } from './numbers.ts';
import { textFunctions } from './texts.ts';

export type { ExpressionFunction } from './define.ts';

/** All functions of the expression language beside CEL's own; docs/expressions.md is made from it. */
export const expressionFunctions: readonly ExpressionFunction[] = [
  ...numberFunctions,
  ...textFunctions,
  ...listFunctions,
  ...dateFunctions,
];

/** CEL's own that are offered: `size` and the methods of lists and texts. All others of the library are closed. */
export const celFunctions: ReadonlySet<string> = new Set(['size']);
export const celMethods: ReadonlySet<string> = new Set([
  ...['map', 'filter', 'all', 'exists', 'exists_one'],
  ...['size', 'contains', 'startsWith', 'endsWith', 'indexOf', 'lastIndexOf', 'split'],
]);
