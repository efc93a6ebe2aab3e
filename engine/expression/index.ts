export { CalendarDate, DateTime } from './calendar.ts';
export { asData, Block, library, loopOver, Module, truthOf, type Value } from './code/index.ts';
export {
  type Compiled,
  type CompileOptions,
  compileExpression,
  emitExpression,
  itemSchema,
  type Lookup,
  resultSchema,
  typedValue,
  variableOf,
} from './compile.ts';
export type { CompiledExpression, JsonSchema, Scope, Variables } from './contract.ts';
export { type CelFunction, celBuiltins, type ExpressionFunction, expressionFunctions } from './functions/index.ts';
export { nearHint, nearNames } from './near.ts';
export type { ExpressionProblem } from './problem.ts';
export { registerSchema } from './schemas.ts';
export { asText } from './text.ts';
