export { type GeneratedModule, generateModule } from './module.ts';
export { type FiredRule, loadModule, type Outcome, Program, type RawFinding, type RunOptions } from './program.ts';
