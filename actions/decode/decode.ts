import { defineAction, type ValueSchema } from '../../engine/action.ts';
import { fail } from '../../engine/errors.ts';
import type { CompiledExpression } from '../../engine/expression.ts';
import { below } from '../../engine/source.ts';
import { requiredText } from '../lib/parameter/index.ts';
import { fromBase64 } from './base64.ts';
import { gunzip } from './gunzip.ts';

const forms = ['base64', 'gzip', 'zip'] as const;
const MEGABYTE = 1024 * 1024;

export interface DecodeParameters {
  readonly form: (typeof forms)[number];
  readonly mediaType?: string;
  readonly entry?: string;
  readonly maxBytes?: number;
  readonly maxEntries?: number;
}

/** What decoded content may be at most. */
export interface Limits {
  readonly maxBytes: number;
  readonly maxEntries: number;
}

interface Prepared extends Limits {
  readonly form: DecodeParameters['form'];
  readonly mediaType: string;
  readonly entry: CompiledExpression | undefined;
}

/** Takes a document out of base64 or an archive, never more of it than is allowed. */
export const decodeAction = defineAction<DecodeParameters, Prepared>({
  name: 'decode',
  summary: 'Decodes a document: base64, gzip, one file of a zip.',
  effect: 'pure',
  with: {
    type: 'object',
    properties: {
      form: { enum: forms, description: 'What the document is.' },
      mediaType: { type: 'string', default: 'application/octet-stream', description: 'What is in it.' },
      entry: {
        type: 'string',
        description:
          'Which file of the zip, by its whole name or the part behind the last slash; the only one otherwise.',
      },
      maxBytes: { type: 'integer', minimum: 1, default: 16 * MEGABYTE, description: 'Largest decoded size.' },
      maxEntries: { type: 'integer', minimum: 1, default: 1000, description: 'Most files a zip may have.' },
    },
    required: ['form'],
    additionalProperties: false,
  },
  in: { document: { summary: 'What is decoded.' } },
  out: { document: { summary: 'The decoded document.' } },
  outputs: ({ form, mediaType = 'application/octet-stream' }) => ({
    documents: { document: mediaType },
    values: form === 'zip' ? zipValues : {},
  }),
  errors: ['DECODE_MALFORMED', 'DECODE_TOO_LARGE', 'DECODE_ENTRY', 'PARAMETER_ABSENT'],
  examples: [
    {
      title: 'XML out of base64',
      step: 'id: opened\nuses: decode\nwith: { form: base64, mediaType: application/xml }\n',
      in: { document: { mediaType: 'text/plain', content: 'PGEv\nPg==' } },
      expect: { documents: { document: '<a/>' } },
    },
    {
      title: 'Not base64',
      step: 'id: opened\nuses: decode\nwith: { form: base64 }\n',
      in: { document: { mediaType: 'text/plain', content: '<html/>' } },
      expect: { problem: 'DECODE_MALFORMED' },
    },
    {
      title: 'More than is allowed',
      step: 'id: opened\nuses: decode\nwith: { form: base64, maxBytes: 3 }\n',
      in: { document: { mediaType: 'text/plain', content: 'PGEvPg==' } },
      expect: { problem: 'DECODE_TOO_LARGE' },
    },
  ],
  prepare(
    { form, mediaType = 'application/octet-stream', entry, maxBytes = 16 * MEGABYTE, maxEntries = 1000 },
    loading,
    at,
  ) {
    const prepared = { form, mediaType, entry: undefined, maxBytes, maxEntries };
    if (entry === undefined) return prepared;
    const expression = loading.expression(entry, below(at, 'entry'), { expects: 'string' });
    return expression && { ...prepared, entry: expression };
  },
  async run({ in: inputs, variables }, prepared) {
    const { bytes } = inputs.document ?? fail('INTERNAL', 'decode was called without its document');
    const { form, mediaType, entry } = prepared;
    if (form !== 'zip') {
      const decoded = form === 'gzip' ? await gunzip(bytes, prepared) : fromBase64(bytes, prepared);
      return { documents: { document: { mediaType, bytes: decoded } } };
    }
    const wanted = entry === undefined ? undefined : requiredText('entry', entry, variables);
    const { unzip } = await import('./unzip.ts');
    const found = await unzip(bytes, wanted, prepared);
    return { documents: { document: { mediaType, bytes: found.bytes } }, values: { entry: found.name } };
  },
});

const zipValues: Readonly<Record<string, ValueSchema>> = {
  entry: { type: 'string', description: 'Name of the file in the zip.' },
};
