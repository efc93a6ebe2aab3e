import type { JsonSchema } from '../expression.ts';

/** What later steps may use of an earlier one. */
export interface Known {
  readonly id: string;
  /** Media types by document name; undefined where it is not known before the run. */
  readonly documents: Readonly<Record<string, string | undefined>>;
  readonly values: Readonly<Record<string, JsonSchema>>;
  /** The step itself is wrong: nothing is said against a use of it. */
  readonly opaque?: true;
}

export const opaque = (id: string): Known => ({ id, documents: {}, values: {}, opaque: true });

/** The schema of `steps` in expressions. */
export function stepsSchema(known: readonly Known[]): JsonSchema {
  const properties = Object.fromEntries(known.map((each) => [each.id, valuesSchema(each)]));
  return { type: 'object', properties, additionalProperties: false };
}

/** The schema of `reply` in `outcomes` and `poll`: the reply's values, its documents and how it came back. */
export function replySchema(known: Known): JsonSchema {
  if (known.opaque) return true;
  const document = {
    type: 'object',
    additionalProperties: false,
    properties: { mediaType: { type: 'string' }, sha256: { type: 'string' }, size: { type: 'integer' } },
  };
  const documents = Object.fromEntries(Object.keys(known.documents).map((name) => [name, document]));
  const properties = { ...documents, ...known.values, status: { type: 'integer' }, notSent: { type: 'boolean' } };
  return { type: 'object', properties, additionalProperties: false };
}

function valuesSchema({ values, opaque }: Known): JsonSchema {
  return opaque ? true : { type: 'object', properties: values, additionalProperties: false };
}
