import type { ValueSchema } from '../../../engine/action.ts';

const valueTypes = ['string', 'decimal', 'integer', 'boolean', 'dateTime', 'list', 'count'] as const;
export type ValueType = (typeof valueTypes)[number];
const encodings = ['text', 'cdata', 'base64'] as const;
export type Encoding = (typeof encodings)[number];

/** Where something stands: an XPath 1.0 in XML, a JSON pointer (RFC 6901) in JSON. A plain string is an XPath. */
export interface Source {
  readonly xpath?: string;
  readonly pointer?: string;
  readonly required?: boolean;
}
export type ValueSpec = string | (Source & Reading);

interface Reading {
  readonly type?: ValueType;
  readonly in?: string;
  /** The value ends before the first of these texts. */
  readonly until?: string | readonly string[];
}
export type DocumentSpec = string | (Source & { readonly encoding?: Encoding; readonly mediaType?: string });

/** What is taken out of a document, as an author writes it: the `with` of `extract`, the `reply` of `call`. */
export interface ExtractionSpec {
  readonly namespaces?: Readonly<Record<string, string>>;
  readonly values?: Readonly<Record<string, ValueSpec>>;
  readonly documents?: Readonly<Record<string, DocumentSpec>>;
  /** The document inside that is named `document`. */
  readonly document?: DocumentSpec;
}

export const defaultMediaType = 'application/xml';

/** All documents of a spec by name; `document:` is short for `documents: { document: … }`. */
export const documentsOf = (spec: ExtractionSpec): Readonly<Record<string, DocumentSpec>> => ({
  ...(spec.document === undefined ? {} : { document: spec.document }),
  ...spec.documents,
});

/** Media types of the documents and JSON Schemas of the values that an extraction leaves, known while loading. */
export function extractionOutputs(spec: ExtractionSpec): {
  readonly documents: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, ValueSchema>>;
} {
  const documents = Object.entries(documentsOf(spec)).map(([name, each]): [string, string] => [
    name,
    (typeof each === 'string' ? undefined : each.mediaType) ?? defaultMediaType,
  ]);
  const values = Object.entries(spec.values ?? {}).map(([name, each]): [string, ValueSchema] => [
    name,
    schemas[(typeof each === 'string' ? undefined : each.type) ?? 'string'],
  ]);
  return { documents: Object.fromEntries(documents), values: Object.fromEntries(values) };
}

const schemas: Readonly<Record<ValueType, ValueSchema>> = {
  string: { type: 'string' },
  decimal: { type: 'string', format: 'decimal' },
  integer: { type: 'integer' },
  boolean: { type: 'boolean' },
  dateTime: { type: 'string' },
  list: { type: 'array', items: { type: 'string' } },
  count: { type: 'integer' },
};

const source = {
  xpath: {
    type: 'string',
    description:
      'XPath 1.0. Prefixes are those of `namespaces`, else those the document declares; `*:name` is that name in any namespace.',
  },
  pointer: { type: 'string', pattern: '^(/.*)?$', description: 'JSON pointer, e.g. /data/0/uuid.' },
  required: { type: 'boolean', default: false, description: 'Absent is an error (EXTRACT_MISSING).' },
};
const exclusive = {
  oneOf: [
    { required: ['xpath'], properties: { xpath: true } },
    { required: ['pointer'], properties: { pointer: true } },
  ],
};
const name = { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]*$' };

const documentSchema = {
  description: 'A document inside the document.',
  anyOf: [
    { type: 'string', description: 'XPath of its text.' },
    {
      type: 'object',
      ...exclusive,
      additionalProperties: false,
      properties: {
        ...source,
        encoding: {
          enum: encodings,
          default: 'text',
          description: '`text` and `cdata`: it stands there as text; `base64`: encoded.',
        },
        mediaType: { type: 'string', default: defaultMediaType, description: 'What it is, e.g. application/xml.' },
      },
    },
  ],
};

/** JSON Schema of an `ExtractionSpec`. */
export const extractionSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    namespaces: {
      type: 'object',
      description: 'Prefixes that the XPaths use; without it those that the document itself declares.',
      additionalProperties: { type: 'string', description: 'Namespace URI.' },
    },
    values: {
      type: 'object',
      description: 'Small facts to take out, by name; one that is not there is absent.',
      propertyNames: name,
      additionalProperties: {
        description: 'A value to take out.',
        anyOf: [
          { type: 'string', description: 'XPath of a text.' },
          {
            type: 'object',
            ...exclusive,
            additionalProperties: false,
            properties: {
              ...source,
              in: {
                type: 'string',
                description: 'One of the documents taken out: the value is looked for inside it.',
              },
              type: {
                enum: valueTypes,
                default: 'string',
                description:
                  '`decimal` stays exact, as text; `list` is the text of every node; `count` says how many there are; the rest as in XML Schema.',
              },
              until: {
                description:
                  'The value ends before the first of these texts: `. ` makes `307` of `307. Stamped before`.',
                anyOf: [
                  { type: 'string', minLength: 1 },
                  { type: 'array', minItems: 1, items: { type: 'string', minLength: 1 } },
                ],
              },
            },
          },
        ],
      },
    },
    documents: {
      type: 'object',
      description: 'Documents inside the document, by name.',
      propertyNames: name,
      additionalProperties: documentSchema,
    },
    document: documentSchema,
  },
} as const;
