export { type CodeLists, readCodeLists } from './code-lists.ts';
export { type CompileOptions, compileSchematron } from './compile-file.ts';
export { type Blame, problemKinds, type SchematronCode, SchematronProblem } from './problem.ts';
export { type Finding, isFatal, readablePath } from './report/index.ts';
export { readRuleIds } from './rule-ids.ts';
export type { RuleSet, ValidateOptions, Validation } from './rule-set.ts';
export type { ReadFile } from './rules/index.ts';
export { kinds, type Limits, leafValue, nameOf, type ParseOptions, parseDocument, type Tree } from './tree/index.ts';
