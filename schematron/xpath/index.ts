export * from './ast.ts';
export type { Namespaces } from './cursor.ts';
export { parseExpression, parseType } from './parse.ts';
export { StaticProblem } from './problem.ts';
