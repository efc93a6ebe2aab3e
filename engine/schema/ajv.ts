import type { Ajv2020, ValidateFunction } from 'ajv/dist/2020.js';
import { holdToBase64 } from './base64.ts';
import { countSeldom } from './length.ts';
import { ajvLibrary, formatsLibrary } from './library.ts';

export type SchemaObject = Readonly<Record<string, unknown>>;

/** All that is wrong, or whether anything is. */
export type Tell = 'errors' | 'verdict';

/**
 * JSON Schema 2020-12: unknown keywords and formats are refused, every error is reported; with `verdict` only whether there is
 * one, at two thirds of the time. With `source` what was compiled can be written as a module. `format: decimal` is an exact
 * decimal as text (a JSON number is one by itself); `contentEncoding: base64` is checked; `x-term` is a business term, `x-keep`
 * and `x-mask` say what names nobody and what stands in for what does.
 */
export function createAjv(schemas: readonly SchemaObject[], tell: Tell = 'errors', source = false): Ajv2020 {
  const ajv = new (ajvLibrary().Ajv2020)({
    allErrors: tell === 'errors',
    verbose: tell === 'errors',
    messages: tell === 'errors',
    strict: true,
    strictTypes: false,
    strictRequired: false,
    validateSchema: false,
    addUsedSchema: false,
    // Compiling the invoice model takes a third of the time this way; checking an invoice takes no longer.
    inlineRefs: false,
    code: { optimize: false, source, esm: source },
  });
  formatsLibrary().default(ajv);
  ajv.addFormat('decimal', /^-?\d+(\.\d+)?$/);
  ajv.addVocabulary(['x-term', 'x-keep', 'x-mask', 'summary']);
  holdToBase64(ajv);
  if (tell === 'verdict') countSeldom(ajv);
  for (const schema of schemas) ajv.addSchema(schema);
  return ajv;
}

export type { ValidateFunction };
