export { type GeneratedModule, generateModule } from './module.ts';
export { loadModule, Program, type RunOptions } from './program.ts';
