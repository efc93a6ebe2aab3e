import type { Loading, PureContext } from '../../engine/action.ts';
import type { Document } from '../../engine/document.ts';
import { fail } from '../../engine/errors.ts';
import type { Scope } from '../../engine/expression.ts';

const string = { type: 'string' };
const document = {
  type: 'object',
  additionalProperties: false,
  properties: { text: string, base64: string, dataUri: string, mediaType: string },
};

/** The wired documents by their names: as text, in base64, and as an address that holds the whole document (RFC 2397). */
export const documentsScope = ({ inputs }: Loading): Scope => ({
  documents: {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(Object.keys(inputs).map((name) => [name, document])),
  },
});

/** Made only when an expression asks. */
export const documentsVariable = ({ in: inputs }: PureContext): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(inputs).map(([name, each]) => [name, contentOf(name, each)]));

function contentOf(name: string, { bytes, mediaType }: Document) {
  return {
    mediaType,
    get text() {
      return decode(name, bytes);
    },
    get base64() {
      return encode(bytes);
    },
    get dataUri() {
      return `data:${mediaType};base64,${encode(bytes)}`;
    },
  };
}

const encode = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString('base64');

function decode(name: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return fail('DOCUMENT_NOT_TEXT', `The document ${name} is not text in UTF-8; documents.${name}.base64 takes any.`);
  }
}
