import { defineAction } from '../../engine/action.ts';
import {
  type Extraction,
  type ExtractionSpec,
  extract,
  extractionOutputs,
  extractionSchema,
  prepareExtraction,
} from '../lib/extract/index.ts';
import { extractExamples } from './examples.ts';

/** Takes typed values, and documents inside the document, out of XML or JSON. */
export const extractAction = defineAction<ExtractionSpec, Extraction>({
  name: 'extract',
  summary: 'Takes values, and documents inside the document, out of XML (XPath) or JSON (JSON pointer).',
  effect: 'pure',
  with: extractionSchema,
  in: { document: { summary: 'The document to read: XML or JSON.' } },
  out: {},
  outputs: extractionOutputs,
  errors: [
    'XPATH_INVALID',
    'POINTER_INVALID',
    'XML_MALFORMED',
    'XML_DOCTYPE',
    'XML_TOO_LARGE',
    'JSON_MALFORMED',
    'EXTRACT_MISSING',
    'EXTRACT_TYPE',
    'EXTRACT_ENCODING',
  ],
  examples: extractExamples,
  prepare: prepareExtraction,
  run(context, extraction) {
    const { document } = context.in;
    if (document === undefined) return {};
    return extract(extraction, document.bytes, document.mediaType);
  },
});
