export { createAjv, type SchemaObject, type ValidateFunction } from './ajv.ts';
export { checkData, checkFile, type FileFinding, jsonPath } from './check.ts';
export { shown, wordsFor } from './words.ts';
