export { createAjv, type SchemaObject, type ValidateFunction } from './ajv.ts';
export { checkData, checkFile, type FileFinding } from './check.ts';
export { ajvLibrary, formatsLibrary } from './library.ts';
export { createValidators, type Validators } from './validators.ts';
export { wordsFor } from './words.ts';
