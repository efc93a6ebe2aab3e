export type { CodeList } from './code-list.ts';
export { compileXsd, type Xsd } from './compile.ts';
export type { Violation } from './violation.ts';
