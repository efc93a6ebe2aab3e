import { defineAction } from '../../engine/action.ts';
import { fail } from '../../engine/errors.ts';
import { below } from '../../engine/source.ts';
import { compileDescription, drawText, type TextDescription } from '../lib/text-signature/index.ts';
import { readXmlText } from '../lib/xml-text/index.ts';

export interface TextParameters {
  readonly text: string;
}

/** Draws a text from a document: the one that a signature of the profile `text` is over, for people to see. */
export const textAction = defineAction<TextParameters, TextDescription>({
  name: 'text',
  summary: 'Draws a text from a document by a description, such as the one that a signature is over.',
  effect: 'pure',
  with: {
    type: 'object',
    properties: {
      text: {
        type: 'string',
        minLength: 1,
        description: 'File that describes the text: which fields, in which order; as in `sign` and `verify`.',
      },
    },
    required: ['text'],
    additionalProperties: false,
  },
  in: {
    document: { summary: 'The document that it is drawn from.', mediaTypes: ['application/xml', 'text/xml'] },
  },
  out: { document: { summary: 'The text, in UTF-8.', mediaTypes: ['text/plain'] } },
  errors: ['TEXT_DESCRIPTION', 'SIGNATURE_PLACE', 'XML_MALFORMED', 'XML_DOCTYPE'],
  examples: [
    {
      title: 'The fields of an invoice between bars',
      step: 'id: line\nuses: text\nwith: { text: mappings/line.yaml }\n',
      files: {
        'mappings/line.yaml':
          'root: Invoice\nstart: "|"\nbefore: "|"\nend: "||"\nelements:\n  Invoice:\n    - attributes: Number Note? Total\n',
      },
      in: { document: { mediaType: 'application/xml', content: '<Invoice Total="12.50" Number=" F  1 "/>' } },
      expect: { documents: { document: '||F 1|12.50||' } },
    },
    {
      title: 'Another document than the one described',
      step: 'id: line\nuses: text\nwith: { text: mappings/line.yaml }\n',
      files: { 'mappings/line.yaml': 'root: Invoice\nelements:\n  Invoice:\n    - attributes: Number\n' },
      in: { document: { mediaType: 'application/xml', content: '<Order/>' } },
      expect: { problem: 'SIGNATURE_PLACE' },
    },
  ],
  prepare: ({ text }, loading, at) => compileDescription(text, loading, below(at, 'text')),
  run({ in: { document } }, description) {
    if (document === undefined) return fail('INTERNAL', 'text was called without its document');
    const text = drawText(readXmlText(document.bytes, document.name), description);
    return { documents: { document: { mediaType: 'text/plain', bytes: Buffer.from(text, 'utf8') } } };
  },
});
