import { defineAction, type Loading } from '../../engine/action.ts';
import { fail } from '../../engine/errors.ts';
import type { CompiledExpression } from '../../engine/expression.ts';
import { below, type Position } from '../../engine/source.ts';
import { requiredText } from '../lib/parameter/index.ts';
import { examples } from './examples.ts';
import type { Property } from './extension.ts';

const relationships = ['Alternative', 'Data', 'Source', 'Supplement', 'Unspecified'] as const;
type Relationship = (typeof relationships)[number];

export interface EmbedParameters {
  readonly fileName: string;
  readonly relationship: string;
  readonly description?: string;
  readonly metadata?: MetadataParameters;
}

interface MetadataParameters {
  readonly schema: string;
  readonly namespace: string;
  readonly prefix: string;
  readonly properties: Readonly<Record<string, { readonly value: string; readonly description: string }>>;
}

interface Prepared {
  readonly fileName: CompiledExpression;
  readonly relationship: CompiledExpression;
  readonly description: CompiledExpression | undefined;
  readonly metadata: MetadataParameters | undefined;
  readonly values: Readonly<Record<string, CompiledExpression>>;
}

/** Puts a file into a PDF that is for archives, so that people and machines read the same invoice (ISO 19005-3). */
export const embedAction = defineAction<EmbedParameters, Prepared>({
  name: 'embed',
  summary: 'Attaches a document to a PDF, which becomes PDF/A-3.',
  effect: 'pure',
  with: {
    type: 'object',
    required: ['fileName', 'relationship'],
    additionalProperties: false,
    properties: {
      fileName: { type: 'string', minLength: 1, description: 'Its name in the PDF, e.g. factur-x.xml.' },
      relationship: {
        type: 'string',
        pattern: `^(${relationships.join('|')}|=[^=].*)$`,
        description:
          'What it is to the PDF (AFRelationship): Alternative for the same content, Data or Source for what the pages were made from, Supplement for more, or Unspecified; or an expression that gives one of them.',
      },
      description: { type: 'string', minLength: 1, description: 'What it is, for people.' },
      metadata: {
        type: 'object',
        required: ['schema', 'namespace', 'prefix', 'properties'],
        additionalProperties: false,
        description: 'What the PDF says of it in XMP; the schema is declared there, as PDF/A wants it.',
        properties: {
          schema: { type: 'string', minLength: 1, description: 'Name of the schema.' },
          namespace: { type: 'string', minLength: 1, description: 'Namespace URI of the properties.' },
          prefix: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_.-]*$', description: 'Prefix of the namespace.' },
          properties: {
            type: 'object',
            description: 'The properties by name.',
            propertyNames: { pattern: '^[A-Za-z_][A-Za-z0-9_.-]*$' },
            additionalProperties: {
              type: 'object',
              required: ['value', 'description'],
              additionalProperties: false,
              properties: {
                value: { type: 'string', description: 'A text, or an expression.' },
                description: { type: 'string', minLength: 1, description: 'What the property says.' },
              },
            },
          },
        },
      },
    },
  },
  in: {
    pdf: {
      summary: 'The PDF. It must be PDF/A already (part 1, 2 or 3): nobody can make it so afterwards.',
      mediaTypes: ['application/pdf'],
    },
    file: { summary: 'What is attached.' },
  },
  out: { document: { summary: 'The PDF with the file in it.', mediaTypes: ['application/pdf'] } },
  errors: [
    'PDF_UNREADABLE',
    'PDF_NOT_ARCHIVAL',
    'PDF_FILE_TWICE',
    'DECODE_TOO_LARGE',
    'PARAMETER_ABSENT',
    'PARAMETER_INVALID',
  ],
  examples,
  prepare({ fileName, relationship, description, metadata }, loading, at) {
    const text = (value: string, place: Position) => loading.expression(value, place, { expects: 'string' });
    const name = text(fileName, below(at, 'fileName'));
    const related = text(relationship, below(at, 'relationship'));
    const described = description === undefined ? undefined : text(description, below(at, 'description'));
    const values = prepareValues(metadata, loading, below(at, 'metadata'));
    if (name === undefined || related === undefined || values === undefined) return undefined;
    if (description !== undefined && described === undefined) return undefined;
    return { fileName: name, relationship: related, description: described, metadata, values };
  },
  async run({ in: { pdf, file }, run, variables }, { fileName, relationship, description, metadata, values }) {
    if (pdf === undefined || file === undefined) return fail('INTERNAL', 'embed was called without its documents');
    const { embedFile } = await import('./embed.ts');
    const properties = Object.entries(metadata?.properties ?? {}).map(([name, property]): Property => {
      const value = values[name] ?? fail('INTERNAL', `${name} was not prepared`);
      return { name, description: property.description, value: requiredText(name, value, variables) };
    });
    const bytes = await embedFile(pdf.bytes, {
      bytes: file.bytes,
      mediaType: file.mediaType,
      name: requiredText('fileName', fileName, variables),
      description: description && requiredText('description', description, variables),
      relationship: relationshipOf(requiredText('relationship', relationship, variables)),
      at: run.startedAt,
      metadata: metadata && { ...metadata, properties },
    });
    return { documents: { document: { mediaType: 'application/pdf', bytes } } };
  },
});

function relationshipOf(text: string): Relationship {
  const known = relationships.find((each) => each === text);
  return (
    known ?? fail('PARAMETER_INVALID', `\`relationship\` is ${text}, but must be one of ${relationships.join(', ')}`)
  );
}

/** One expression for each property; undefined when one of them was reported. */
function prepareValues(metadata: MetadataParameters | undefined, loading: Loading, at: Position) {
  const values: Record<string, CompiledExpression> = {};
  let failed = false;
  for (const [name, { value }] of Object.entries(metadata?.properties ?? {})) {
    const place = below(below(below(at, 'properties'), name), 'value');
    const compiled = loading.expression(value, place, { expects: 'string' });
    if (compiled === undefined) failed = true;
    else values[name] = compiled;
  }
  return failed ? undefined : values;
}
