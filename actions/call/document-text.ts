import type { ExternalContext, Loading } from '../../engine/action.ts';
import { fail } from '../../engine/errors.ts';
import type { Scope, Variables } from '../../engine/expression.ts';
import { nothingToEscape } from '../lib/mapping/index.ts';

/** In a body mapping the wired document can be put into the body: `document.text` as it is, `document.base64` encoded. */
export const documentScope = ({ inputs }: Loading): Scope =>
  inputs.document === undefined
    ? {}
    : {
        document: {
          type: 'object',
          additionalProperties: false,
          properties: { text: { type: 'string' }, base64: { type: 'string' } },
        },
      };

/** Made only when an expression asks. `text` throws CALL_BODY for what is not UTF-8. */
export function documentVariable({ in: { document } }: ExternalContext): Variables {
  if (document === undefined) return {};
  const { bytes } = document;
  return {
    document: {
      get text() {
        return decode(bytes);
      },
      get base64() {
        return nothingToEscape(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'));
      },
    },
  };
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return fail('CALL_BODY', 'The document for the body is not UTF-8; document.base64 takes any.');
  }
}
