export { compileFeature, type Loaded, type LoadOptions } from './feature.ts';
