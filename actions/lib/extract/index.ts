export { type Extracted, extract, extractFound, extractPartly } from './extract.ts';
export { type Extraction, prepareExtraction } from './prepare.ts';
export { type ExtractionSpec, extractionOutputs, extractionSchema } from './spec.ts';
