export * from './ast.ts';
export type { Namespaces } from './cursor.ts';
export { parseExpression } from './parse.ts';
export { StaticProblem, SyntaxProblem } from './problem.ts';
