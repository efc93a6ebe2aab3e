import type { ExternalContext, Loading } from '../../engine/action.ts';
import { fail } from '../../engine/errors.ts';
import type { Scope } from '../../engine/expression.ts';
import type { Position } from '../../engine/source.ts';
import { nothingToEscape } from '../lib/mapping/index.ts';
import { forExpressions } from './secret-names.ts';

export type DocumentForm = 'text' | 'base64';

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

const NAMED = /(?<![\w.])document\b(?:\.(text|base64)\b)?/g;
const QUOTED = /"[^"]*"|'[^']*'/g;

/** The forms that the expressions below a node ask for; both where one names the document in another way. */
export function formsNamed(value: unknown, at: Position): readonly DocumentForm[] {
  const forms = new Set<DocumentForm>();
  forExpressions(value, at, (expression) => {
    for (const [, form] of expression.replaceAll(QUOTED, '').matchAll(NAMED)) {
      if (form !== 'base64') forms.add('text');
      if (form !== 'text') forms.add('base64');
    }
  });
  return [...forms];
}

/**
 * Made at once, not when it is asked for: V8 keeps getters of an object, and all that they see, until it looks through all of its
 * memory. Throws CALL_BODY where `text` is wanted of what is not UTF-8.
 */
export function documentVariable(
  { in: { document } }: ExternalContext,
  wanted: readonly DocumentForm[],
): { readonly document?: Partial<Record<DocumentForm, string>> } {
  if (document === undefined) return {};
  const made: Partial<Record<DocumentForm, string>> = {};
  for (const form of wanted) made[form] = form === 'text' ? decode(document.bytes) : encode(document.bytes);
  return { document: made };
}

const encode = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  nothingToEscape(Buffer.from(buffer, byteOffset, byteLength).toString('base64'));

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return fail('CALL_BODY', 'The document for the body is not UTF-8; document.base64 takes any.');
  }
}
