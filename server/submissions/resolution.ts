import { fail, type Resolution } from '../../engine/index.ts';
import { base64In, nothingElse, objectOfBody, textsIn } from '../body.ts';
import { objectOf, type Schema, text } from '../description/index.ts';

/** What a person found out, as it is sent. */
export const resolutionSchema: Schema = {
  ...objectOf({
    verdict: {
      enum: ['accepted', 'absent', 'refused'],
      description: 'Whether the authority has the document; `absent` sends it again.',
    },
    why: { ...text(), description: 'How it was found out.' },
    by: { ...text(), description: 'Who found it out, besides the caller.' },
    documents: {
      type: 'object',
      additionalProperties: { type: 'string', contentEncoding: 'base64' },
      description: 'Of `accepted`: the documents of the answer that did not come, by their names in the step.',
    },
    values: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description: 'Of `accepted`: its values.',
    },
  }),
  required: ['verdict', 'why'],
};

/** Reads it. REQUEST_INVALID, INPUT_NOT_JSON. */
export function resolutionIn(body: unknown, caller: string, largest: number): Resolution {
  const { verdict, why, by, documents = {}, values = {}, ...others } = objectOfBody({ body }, largest);
  nothingElse(others, 'A resolution');
  const said = { by: by === undefined ? caller : `${saying(by, 'by')} (${caller})`, why: saying(why, 'why') };
  const found = { documents: bytesIn(textsIn(documents, 'documents')), values: textsIn(values, 'values') };
  if (verdict === 'accepted') return { ...said, verdict, found };
  if (verdict !== 'absent' && verdict !== 'refused')
    return fail('REQUEST_INVALID', '`verdict` must be `accepted`, `absent` or `refused`.');
  if (Object.keys({ ...found.documents, ...found.values }).length > 0)
    fail('REQUEST_INVALID', `What is \`${verdict}\` has no documents and values.`);
  return { ...said, verdict };
}

function saying(value: unknown, name: string): string {
  if (typeof value === 'string' && value.trim() !== '' && value.length <= 1_000) return value.trim();
  return fail('REQUEST_INVALID', `\`${name}\` must be a text of 1 to 1,000 characters.`);
}

function bytesIn(texts: Readonly<Record<string, string>>): Record<string, Uint8Array> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, base64]) => [name, base64In(base64, `\`documents.${name}\``)]),
  );
}
