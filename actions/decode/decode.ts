import { defineAction, type ValueSchema } from '../../engine/action.ts';
import { fail } from '../../engine/errors.ts';
import type { CompiledExpression } from '../../engine/expression.ts';
import { below } from '../../engine/source.ts';
import { requiredText } from '../lib/parameter/index.ts';
import { fromBase64 } from './base64.ts';
import { examples } from './examples.ts';
import { gunzip } from './gunzip.ts';
import type { Limits } from './limits.ts';

const forms = ['base64', 'gzip', 'zip', 'pdf'] as const;
const MEGABYTE = 1024 * 1024;

export interface DecodeParameters {
  readonly form: (typeof forms)[number];
  readonly mediaType?: string;
  readonly entry?: string | readonly string[];
  readonly maxBytes?: number;
  readonly maxEntries?: number;
}

interface Prepared extends Limits {
  readonly form: DecodeParameters['form'];
  readonly mediaType: string;
  readonly entries: readonly CompiledExpression[] | undefined;
}

/** Takes a document out of base64 or an archive, never more of it than is allowed. */
export const decodeAction = defineAction<DecodeParameters, Prepared>({
  name: 'decode',
  summary: 'Decodes a document: base64, gzip, one file of a zip or of a PDF.',
  effect: 'pure',
  with: {
    type: 'object',
    properties: {
      form: { enum: forms, description: 'What the document is.' },
      mediaType: { type: 'string', default: 'application/octet-stream', description: 'What is in it.' },
      entry: {
        anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, minItems: 1 }],
        description:
          'Which file of the zip or the PDF, by its whole name or the part behind the last slash, or names of which exactly one is there; the only file otherwise.',
      },
      maxBytes: { type: 'integer', minimum: 1, default: 16 * MEGABYTE, description: 'Largest decoded size.' },
      maxEntries: { type: 'integer', minimum: 1, default: 1000, description: 'Most files a zip or a PDF may have.' },
    },
    required: ['form'],
    additionalProperties: false,
  },
  in: { document: { summary: 'What is decoded.' } },
  out: {
    document: { summary: 'The decoded document.' },
    metadata: { summary: 'What a PDF says of itself, in XMP.', mediaTypes: ['application/rdf+xml'], optional: true },
  },
  outputs: ({ form, mediaType = 'application/octet-stream' }) => ({
    documents: { document: mediaType },
    values: valuesOf[form],
  }),
  errors: ['DECODE_MALFORMED', 'DECODE_TOO_LARGE', 'DECODE_ENTRY', 'PDF_UNREADABLE', 'PARAMETER_ABSENT'],
  examples,
  prepare(
    { form, mediaType = 'application/octet-stream', entry, maxBytes = 16 * MEGABYTE, maxEntries = 1000 },
    loading,
    at,
  ) {
    const prepared = { form, mediaType, entries: undefined, maxBytes, maxEntries };
    if (entry === undefined) return prepared;
    const place = below(at, 'entry');
    const entries = (typeof entry === 'string' ? [entry] : entry).map((each, index) =>
      loading.expression(each, typeof entry === 'string' ? place : below(place, index), { expects: 'string' }),
    );
    return entries.every((each) => each !== undefined) ? { ...prepared, entries } : undefined;
  },
  async run({ in: inputs, variables }, prepared) {
    const { bytes } = inputs.document ?? fail('INTERNAL', 'decode was called without its document');
    const { form, mediaType, entries } = prepared;
    const document = (decoded: Uint8Array) => ({ mediaType, bytes: decoded });
    if (form === 'gzip') return { documents: { document: document(await gunzip(bytes, prepared)) } };
    if (form === 'base64') return { documents: { document: document(fromBase64(bytes, prepared)) } };
    const wanted = entries?.map((each) => requiredText('entry', each, variables));
    if (form === 'zip') {
      const { unzip } = await import('./unzip.ts');
      const found = await unzip(bytes, wanted, prepared);
      return { documents: { document: document(found.bytes) }, values: { entry: found.name } };
    }
    const { fromPdf } = await import('./from-pdf.ts');
    const { bytes: decoded, metadata, values } = await fromPdf(bytes, wanted, prepared);
    const described = metadata && { metadata: { mediaType: 'application/rdf+xml', bytes: metadata } };
    return { documents: { document: document(decoded), ...described }, values };
  },
});

const entryName: ValueSchema = { type: 'string', description: 'Name of the file in the archive.' };
const valuesOf: Readonly<Record<DecodeParameters['form'], Readonly<Record<string, ValueSchema>>>> = {
  base64: {},
  gzip: {},
  zip: { entry: entryName },
  pdf: {
    entry: entryName,
    relationship: { type: 'string', description: 'What it is to the PDF: Alternative, Data, Source …' },
  },
};
