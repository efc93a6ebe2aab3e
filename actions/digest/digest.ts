import { createHash } from 'node:crypto';
import { defineAction } from '../../engine/action.ts';
import { fail } from '../../engine/errors.ts';
import type { CompiledExpression } from '../../engine/expression.ts';
import { below } from '../../engine/source.ts';
import { requiredText } from '../lib/parameter/index.ts';

const algorithms = ['sha1', 'sha256', 'sha384', 'sha512', 'sha3-256', 'sha3-512'] as const;
const encodings = ['hex', 'base64'] as const;

export interface DigestParameters {
  readonly algorithm: (typeof algorithms)[number];
  readonly encoding?: (typeof encodings)[number];
  readonly text?: string;
}

interface Prepared {
  readonly algorithm: string;
  readonly encoding: (typeof encodings)[number];
  readonly text: CompiledExpression | undefined;
}

/** The digest of a document's bytes, or of a text in UTF-8. */
export const digestAction = defineAction<DigestParameters, Prepared>({
  name: 'digest',
  summary: 'Makes the digest of a document or of a text.',
  effect: 'pure',
  with: {
    type: 'object',
    properties: {
      algorithm: { enum: algorithms, description: 'The hash function.' },
      encoding: {
        enum: encodings,
        default: 'hex',
        description: 'How the digest is written; hexadecimal in lower case.',
      },
      text: { type: 'string', description: 'A text to digest instead of the document.' },
    },
    required: ['algorithm'],
    additionalProperties: false,
  },
  in: { document: { summary: 'What is digested, unless `text` is given.', optional: true } },
  out: {},
  values: { digest: { type: 'string', description: 'The digest.' } },
  errors: ['PARAMETER_ABSENT'],
  examples: [
    {
      title: 'SHA-256 of a document',
      step: 'id: hash\nuses: digest\nwith: { algorithm: sha256 }\n',
      in: { document: { mediaType: 'text/plain', content: 'abc' } },
      expect: { values: { digest: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' } },
    },
    {
      title: 'SHA-1 of a text, in base64',
      step: 'id: hash\nuses: digest\nwith: { algorithm: sha1, encoding: base64, text: =invoice.number }\n',
      variables: { invoice: { number: 'abc' } },
      expect: { values: { digest: 'qZk+NkcGgWq6PiVxeFDCbJzQ2J0=' } },
    },
    {
      title: 'A text that is not there',
      step: 'id: hash\nuses: digest\nwith: { algorithm: sha1, text: =invoice.number }\n',
      variables: { invoice: {} },
      expect: { problem: 'PARAMETER_ABSENT' },
    },
  ],
  prepare({ algorithm, encoding = 'hex', text }, loading, at) {
    if (text === undefined) return { algorithm, encoding, text: undefined };
    const expression = loading.expression(text, below(at, 'text'), { expects: 'string' });
    return expression && { algorithm, encoding, text: expression };
  },
  run({ in: inputs, variables }, { algorithm, encoding, text }) {
    const content = text === undefined ? inputs.document?.bytes : requiredText('text', text, variables);
    if (content === undefined) fail('PARAMETER_ABSENT', 'There is neither a document nor a `text` to digest');
    return { values: { digest: createHash(algorithm).update(content).digest(encoding) } };
  },
});
