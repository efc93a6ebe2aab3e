export { type GeneratedModule, generateModule } from './module.ts';
export { codeOf, loadModule, Program, type RunOptions } from './program.ts';
