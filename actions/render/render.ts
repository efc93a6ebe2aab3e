import { defineAction, type Loading, type PureContext, type StepOutput } from '../../engine/action.ts';
import type { CompiledExpression } from '../../engine/expression.ts';
import { below, type Position } from '../../engine/source.ts';
import { type PreparedMapping, prepareMapping } from '../lib/mapping/index.ts';
import { documentsScope, documentsVariable } from './documents.ts';
import { examples } from './examples.ts';
import { chooseLanguage, type Labels, labelsScope, readLabels } from './labels.ts';

export interface RenderParameters {
  readonly template: string;
  readonly language?: string;
}

interface Prepared {
  readonly mapping: PreparedMapping;
  readonly labels: Labels;
  readonly language: CompiledExpression | undefined;
}

/** Writes a page for people: HTML that is whole in itself, runs nothing and loads nothing. */
export const renderAction = defineAction<RenderParameters, Prepared>({
  name: 'render',
  summary: 'Writes a page for people to read and print, by a template in HTML.',
  effect: 'pure',
  with: {
    type: 'object',
    required: ['template'],
    additionalProperties: false,
    properties: {
      template: {
        type: 'string',
        minLength: 1,
        description: 'Path of a mapping file that `writes: html`, e.g. representation.yaml; see docs/mapping.md.',
      },
      language: {
        type: 'string',
        minLength: 1,
        description:
          'Which of its `labels` it is written with, e.g. es or es-MX, or an expression; where there are none in it, the first.',
      },
    },
  },
  in: {
    '*': {
      summary:
        'Documents for the page, by a name of your own: `documents.name.text`, `.base64` and, for an image, `.dataUri`.',
      optional: true,
    },
  },
  out: { document: { summary: 'The page, in UTF-8.', mediaTypes: ['text/html; charset=utf-8'] } },
  errors: ['CODE_UNKNOWN', 'TEXT_NOT_XML', 'VALUE_TYPE', 'EXPRESSION_FAILED', 'HTML_UNSAFE', 'DOCUMENT_NOT_TEXT'],
  examples,
  prepare({ template, language }, loading, at) {
    const place = below(at, 'template');
    const chosen = language === undefined ? undefined : loading.expression(language, below(at, 'language'), text);
    const labels = readLabels(loading.file(template, place), loading);
    const mapping = labels && prepareTemplate(template, labels, loading, place);
    if (labels === undefined || mapping === undefined || (language !== undefined && chosen === undefined)) {
      return undefined;
    }
    return { mapping, labels, language: chosen };
  },
  run: render,
});

const text = { expects: 'string' };

function prepareTemplate(path: string, labels: Labels, loading: Loading, at: Position): PreparedMapping | undefined {
  const extraScope = { ...labelsScope(labels), ...documentsScope(loading) };
  const mapping = prepareMapping(path, loading, at, { extraScope });
  if (mapping === undefined || mapping.writes === 'html') return mapping;
  loading.report('SCHEMA', `${path} writes ${mapping.writes}, not a page`, at, 'Write `writes: html` in it.');
  return undefined;
}

function render(context: PureContext, { mapping, labels, language }: Prepared): StepOutput {
  const { variables } = context;
  const chosen = chooseLanguage(labels, language?.evaluate(variables));
  const { bytes } = mapping.write({
    ...variables,
    labels: labels.get(chosen),
    language: chosen,
    documents: documentsVariable(context),
  });
  return { documents: { document: { mediaType: mapping.mediaType, bytes } } };
}
