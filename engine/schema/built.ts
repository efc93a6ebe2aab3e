import type { ValidateFunction } from 'ajv/dist/2020.js';

/**
 * Validators that the build has made of our own schemas, and of those of the features that come with Timbre, by `schemaKey`. None in the
 * sources: `scripts/built-validators.ts` puts others in the place of this file where it makes the command line.
 */
export const built: ReadonlyMap<string, ValidateFunction> = new Map();
