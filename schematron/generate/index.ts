export { ModuleBuilder } from './module.ts';
