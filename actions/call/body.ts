import type { ExternalContext, NewDocument } from '../../engine/action.ts';
import type { Document } from '../../engine/document.ts';
import { fail } from '../../engine/errors.ts';
import type { CompiledExpression } from '../../engine/expression.ts';
import type { PreparedMapping } from '../lib/mapping/index.ts';
import { type DocumentForm, documentVariable } from './document-text.ts';
import { escapeFor, inText, inUrl } from './escape.ts';
import { type MultipartFile, writeForm, writeMultipart } from './form.ts';
import { bytesInEnvelope, inEnvelope, type SoapVersion } from './soap.ts';
import { type Field, textOf, textsOf } from './text.ts';
import type { WireSecrets } from './wire-secrets.ts';

export type PreparedBody =
  | { readonly kind: 'mapping'; readonly mapping: PreparedMapping; readonly forms: readonly DocumentForm[] }
  | { readonly kind: 'document' }
  | { readonly kind: 'form'; readonly fields: readonly Field[] }
  | { readonly kind: 'multipart'; readonly parts: readonly PreparedPart[] };

export type PreparedPart =
  | { readonly name: string; readonly value: CompiledExpression }
  | {
      readonly name: string;
      readonly fileName: CompiledExpression | undefined;
      readonly mediaType: string | undefined;
    };

/** The body twice: as it is kept, with masks, and as it goes on the wire under `mediaType`. */
export interface Body {
  readonly kept: NewDocument;
  readonly mediaType: string;
  readonly wire: Uint8Array;
}

/** Throws CALL_BODY, SECRET_UNUSABLE, and what a mapping throws. */
export function writeBody(
  body: PreparedBody,
  soap: SoapVersion | undefined,
  context: ExternalContext,
  secrets: WireSecrets,
): Body {
  if (body.kind === 'document') {
    const { bytes: written, mediaType } = inputOf(context);
    const bytes = soap === undefined ? written : bytesInEnvelope(written, soap);
    return { kept: { mediaType, bytes }, mediaType, wire: bytes };
  }
  if (body.kind === 'mapping') {
    const { mediaType } = body.mapping;
    const written = body.mapping.text(Object.assign({}, secrets.variables, documentVariable(context, body.forms)));
    const texts = soap === undefined ? [written] : inEnvelope(written, soap);
    return both(mediaType, secrets.encode(texts, escapeFor(mediaType)));
  }
  if (body.kind === 'form') {
    const text = writeForm(textsOf(body.fields, secrets.variables));
    return both('application/x-www-form-urlencoded', secrets.encode([text], inUrl));
  }
  const parts = partsOf(body.parts, context, secrets);
  const kept = writeMultipart(parts.map((part) => ({ ...part, content: masked(part.content, secrets) })));
  const wire = writeMultipart(parts.map((part) => ({ ...part, content: filled(part.content, secrets) })));
  return { kept, mediaType: wire.mediaType, wire: wire.bytes };
}

const both = (mediaType: string, { kept, wire }: ReturnType<WireSecrets['encode']>): Body => ({
  kept: { mediaType, bytes: kept },
  mediaType,
  wire,
});

type Part = MultipartFile<string | Uint8Array>;

function partsOf(parts: readonly PreparedPart[], context: ExternalContext, secrets: WireSecrets): readonly Part[] {
  return parts.flatMap((part): readonly Part[] => {
    if ('value' in part) {
      const content = textOf(part.value, secrets.variables);
      return content === undefined ? [] : [{ name: part.name, content }];
    }
    const document = inputOf(context);
    const fileName = (part.fileName && textOf(part.fileName, context.variables)) ?? document.name;
    return [{ name: part.name, fileName, mediaType: part.mediaType ?? document.mediaType, content: document.bytes }];
  });
}

const masked = (content: string | Uint8Array, secrets: WireSecrets): Uint8Array =>
  typeof content === 'string' ? Buffer.from(secrets.mask(content)) : content;

const filled = (content: string | Uint8Array, secrets: WireSecrets): Uint8Array =>
  typeof content === 'string' ? Buffer.from(secrets.fill(content, inText)) : content;

const inputOf = (context: ExternalContext): Document =>
  context.in.document ?? fail('CALL_BODY', 'There is no document to send: the step that makes it was left out.');
