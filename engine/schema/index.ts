export { createAjv, type SchemaObject, type ValidateFunction } from './ajv.ts';
export { checkData, checkFile, type FileFinding, jsonPath } from './check.ts';
export { ajvLibrary, formatsLibrary } from './library.ts';
export { createValidators, type Validators } from './validators.ts';
export { shown, wordsFor } from './words.ts';
