import { type MappingParameter, mappingParameter } from '../lib/mapping/index.ts';
import { type LevelsParameter, levelsSchema } from './levels.ts';

/** The `with` of validate: any of the four. */
export interface ValidateParameters {
  readonly schema?: string;
  readonly xsd?: string | readonly string[];
  readonly schematron?: string | readonly string[];
  readonly levels?: readonly LevelsParameter[];
  readonly mapping?: MappingParameter;
  readonly rules?: string | readonly string[];
}

const oneOrMore = (description: string, item: string) => ({
  description,
  anyOf: [
    { type: 'string', description: item },
    { type: 'array', minItems: 1, items: { type: 'string', description: item }, description: 'Several.' },
  ],
});

export const parametersSchema = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: {
    schema: { type: 'string', description: 'A JSON Schema (2020-12) of the feature; the document is JSON.' },
    xsd: oneOrMore(
      'XML Schema; the document is XML. Several validate a document that has elements of all of them.',
      'Name of an artefact.',
    ),
    schematron: oneOrMore(
      'Official Schematron rules, or the XSLT they were compiled to; the document is XML. Of several those judge that declare the namespace of its root. See docs/schematron.md.',
      'Name of an artefact.',
    ),
    levels: levelsSchema,
    mapping: mappingParameter(
      'The mapping that wrote the document, as under `transform`: what `xsd` and `schematron` find is then told by the business data, too.',
    ),
    rules: oneOrMore('Rules on the business data.', 'A rules file of the feature.'),
  },
} as const;

export const listOf = (value: string | readonly string[] | undefined): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;
