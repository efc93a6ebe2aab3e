import { defineAction } from '../../engine/action.ts';
import { fail } from '../../engine/errors.ts';
import type { CompiledExpression } from '../../engine/expression.ts';
import { below } from '../../engine/source.ts';
import { requiredText } from '../lib/parameter/index.ts';
import { gzip } from './gzip.ts';

const mediaTypes = { base64: 'text/plain', gzip: 'application/gzip', zip: 'application/zip' } as const;

export interface EncodeParameters {
  readonly form: keyof typeof mediaTypes;
  readonly name?: string;
}

interface Prepared {
  readonly form: keyof typeof mediaTypes;
  readonly name: CompiledExpression | undefined;
}

/** Writes a document in base64, or packs it; the same document gives the same bytes. */
export const encodeAction = defineAction<EncodeParameters, Prepared>({
  name: 'encode',
  summary: 'Encodes a document: base64, gzip, zip.',
  effect: 'pure',
  with: {
    type: 'object',
    properties: {
      form: { enum: Object.keys(mediaTypes), description: 'What it becomes; base64 is one line (RFC 4648).' },
      name: { type: 'string', description: 'Name of the file in the zip; the name of the document otherwise.' },
    },
    required: ['form'],
    additionalProperties: false,
  },
  in: { document: { summary: 'What is encoded.' } },
  out: { document: { summary: 'The encoded document.' } },
  outputs: ({ form }) => ({ documents: { document: mediaTypes[form] } }),
  errors: ['PARAMETER_ABSENT'],
  examples: [
    {
      title: 'A document in base64',
      step: 'id: packed\nuses: encode\nwith: { form: base64 }\n',
      in: { document: { mediaType: 'application/xml', content: '<a/>' } },
      expect: { documents: { document: 'PGEvPg==' } },
    },
  ],
  prepare({ form, name }, loading, at) {
    if (name === undefined) return { form, name: undefined };
    const expression = loading.expression(name, below(at, 'name'), { expects: 'string' });
    return expression && { form, name: expression };
  },
  async run({ in: inputs, variables }, { form, name }) {
    const document = inputs.document ?? fail('INTERNAL', 'encode was called without its document');
    const fileName = name === undefined ? document.name : requiredText('name', name, variables);
    const bytes = await encodings[form](document.bytes, fileName);
    return { documents: { document: { mediaType: mediaTypes[form], bytes } } };
  },
});

const encodings: Record<
  keyof typeof mediaTypes,
  (bytes: Uint8Array, name: string) => Uint8Array | Promise<Uint8Array>
> = {
  base64: (bytes) => Buffer.from(Buffer.from(bytes).toString('base64'), 'ascii'),
  gzip,
  zip: async (bytes, name) => (await import('./zip.ts')).zip(bytes, name),
};
