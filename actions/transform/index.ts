import { defineAction } from '../../engine/action.ts';
import type { CompiledExpression } from '../../engine/expression.ts';
import { below } from '../../engine/source.ts';
import { type MappingParameter, mappingParameter, type PreparedMapping, prepareChosen } from '../lib/mapping/index.ts';
import { examples } from './examples.ts';

export interface TransformParameters {
  readonly mapping: MappingParameter;
  readonly mediaType?: string;
  readonly fileName?: string;
}

export interface Transform {
  readonly mediaType: string;
  readonly fileName?: CompiledExpression;
  readonly write: PreparedMapping['write'];
}

/** Writes a document from the business data, by a mapping: a YAML tree that looks like the document. */
export const transformAction = defineAction<TransformParameters, Transform>({
  name: 'transform',
  summary: 'Writes a document from the business data, by a mapping.',
  effect: 'pure',
  with: {
    type: 'object',
    required: ['mapping'],
    additionalProperties: false,
    properties: {
      mapping: mappingParameter('The mapping that writes the document.'),
      mediaType: {
        type: 'string',
        pattern: '^[\\w.+-]+/[\\w.+-]+(; ?[\\w-]+=[\\w.-]+)*$',
        description: 'Media type of the document; without it that of the mapping.',
      },
      fileName: {
        type: 'string',
        minLength: 1,
        description: 'File name for people, a constant or an expression, e.g. =invoice.number + ".xml".',
      },
    },
  },
  in: {},
  out: { document: { summary: 'What the mapping wrote, in UTF-8.' } },
  outputs(_, prepared) {
    return prepared === undefined ? {} : { documents: { document: prepared.mediaType } };
  },
  errors: ['CODE_UNKNOWN', 'TEXT_NOT_XML', 'TEXT_NOT_UNICODE', 'VALUE_TYPE', 'EXPRESSION_FAILED'],
  examples,
  prepare(parameters, loading, at) {
    const named = parameters.fileName;
    const fileName = named === undefined ? undefined : loading.expression(named, below(at, 'fileName'));
    const mapping = prepareChosen(parameters.mapping, loading, below(at, 'mapping'));
    if (mapping === undefined || (named !== undefined && fileName === undefined)) return undefined;
    const mediaType = parameters.mediaType ?? mapping.mediaType;
    return { mediaType, write: mapping.write, ...(fileName === undefined ? {} : { fileName }) };
  },
  run({ variables }, { mediaType, write, fileName }) {
    const { bytes } = write(variables);
    const name = fileName === undefined ? '' : safeName(fileName.evaluate(variables));
    return { documents: { document: { mediaType, bytes, ...(name === '' ? {} : { fileName: name }) } } };
  },
});

/** A name that every file system takes and that leads nowhere else. */
function safeName(value: unknown): string {
  return String(value ?? '')
    .replace(/[^\p{L}\p{N}._ -]+/gu, '_')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(0, 120);
}
