import { defineAction } from '../../engine/action.ts';
import { type Problem, problem } from '../../engine/errors.ts';
import type { JsonSchema } from '../../engine/expression.ts';
import { below } from '../../engine/source.ts';
import { type Note, type PreparedReading, prepareReading } from '../lib/mapping/index.ts';
import { examples } from './examples.ts';

export interface ParseParameters {
  readonly mapping: string | readonly string[];
  readonly schema?: string;
}

/** Warnings beyond this are one: the value `notUnderstood` lists everything. */
const mostWarnings = 20;

const path = {
  type: 'string',
  minLength: 1,
  description: 'Path of the mapping file in the feature, e.g. mappings/invoice.yaml; see docs/mapping.md.',
};

/** Reads a document back to business data, by the mapping that writes documents of its kind. */
export const parseAction = defineAction<ParseParameters, PreparedReading>({
  name: 'parse',
  summary: 'Reads a document, XML or JSON, back to business data, by the mapping that writes documents of its kind.',
  effect: 'pure',
  with: {
    type: 'object',
    required: ['mapping'],
    additionalProperties: false,
    properties: {
      mapping: {
        description:
          'The mapping that writes such documents; of several the one that has the root element of the document.',
        anyOf: [path, { type: 'array', minItems: 1, items: path, description: 'Several, of XML.' }],
      },
      schema: {
        type: 'string',
        minLength: 1,
        description:
          'Path of the JSON Schema of the business data that the mapping is written for, e.g. input.schema.json; without it the invoice model.',
      },
    },
  },
  in: { document: { summary: 'The document to read, in the form that the mapping writes.' } },
  out: { data: { summary: 'The business data, decimals as text.', mediaTypes: ['application/json'] } },
  values: {
    notUnderstood: {
      type: 'array',
      items: { type: 'string' },
      description: 'Every place (XPath or JSON pointer) of the document that did not become business data.',
    },
  },
  errors: [
    'MAPPING_NOT_READABLE',
    'PARSE_OTHER_DOCUMENT',
    'PARSE_NOT_UNDERSTOOD',
    'XML_MALFORMED',
    'XML_DOCTYPE',
    'XML_TOO_LARGE',
    'JSON_MALFORMED',
  ],
  examples,
  prepare({ mapping, schema }, loading, at) {
    const data = schema === undefined ? invoiceModel : loading.file(schema, below(at, 'schema'))?.data;
    return isSchema(data) ? prepareReading(mapping, loading, below(at, 'mapping'), data) : undefined;
  },
  run(context, { read }) {
    const { document } = context.in;
    if (document === undefined) return {};
    const { data, notes } = read(document.bytes);
    return {
      documents: { data: { mediaType: 'application/json', bytes: Buffer.from(JSON.stringify(data), 'utf8') } },
      values: { notUnderstood: [...new Set(notes.map(({ path }) => path))] },
      problems: warnings(notes),
    };
  },
});

const invoiceModel: JsonSchema = { $ref: 'urn:timbre:invoice:1' };

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;

function warnings(notes: readonly Note[]): Problem[] {
  const shown = notes.length > mostWarnings ? notes.slice(0, mostWarnings - 1) : notes;
  const told = shown.map(({ path, what }) => warning(`${path}: ${what}.`));
  const rest = notes.length - shown.length;
  return rest === 0 ? told : [...told, warning(`There are ${rest} more; the value notUnderstood lists them all.`)];
}

const warning = (message: string): Problem => problem('PARSE_NOT_UNDERSTOOD', message, { severity: 'warning' });
