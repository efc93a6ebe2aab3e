import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Ajv, read once a schema is compiled that the build has not: a command that needs none is spared it. */
export function ajvLibrary(): typeof import('ajv/dist/2020.js') {
  return require('ajv/dist/2020.js');
}

/** The formats of JSON Schema, as Ajv takes them. */
export function formatsLibrary(): typeof import('ajv-formats') {
  return require('ajv-formats');
}
