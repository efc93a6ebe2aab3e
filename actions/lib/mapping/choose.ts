import type { Loading } from '../../../engine/action.ts';
import type { CompiledExpression, Variables } from '../../../engine/expression.ts';
import { below, type Position } from '../../../engine/source.ts';
import { type PreparedMapping, prepareMapping } from './prepare.ts';

/** What a step says under `mapping`: one file, or several of which the first whose condition holds writes. */
export type MappingParameter = string | readonly (string | Choice)[];

interface Choice {
  readonly when: string;
  readonly mapping: string;
}

const path = {
  type: 'string',
  minLength: 1,
  description: 'Path of the mapping file in the feature, e.g. mappings/invoice.yaml; see docs/mapping.md.',
} as const;

/** The JSON Schema of a `MappingParameter`. */
export const mappingParameter = (description: string) => ({
  description,
  anyOf: [
    path,
    {
      type: 'array',
      minItems: 1,
      description: 'Several: the first whose condition holds is taken. The last has none.',
      items: {
        anyOf: [
          path,
          {
            type: 'object',
            required: ['when', 'mapping'],
            additionalProperties: false,
            description: 'One of several.',
            properties: {
              when: { type: 'string', pattern: '^=', description: 'When it is taken: an expression after =.' },
              mapping: path,
            },
          },
        ],
      },
    },
  ],
});

interface Prepared {
  readonly when: CompiledExpression | undefined;
  readonly mapping: PreparedMapping;
}

/** Prepares one mapping, or several as one that writes with the first whose condition holds; undefined when something was reported. */
export function prepareChosen(
  parameter: MappingParameter,
  loading: Loading,
  at: Position,
): PreparedMapping | undefined {
  if (typeof parameter === 'string') return prepareMapping(parameter, loading, at);
  const prepared = parameter.map((each, index) =>
    prepareChoice(each, loading, below(at, index), index === parameter.length - 1),
  );
  const choices = prepared.filter((each) => each !== undefined);
  const [first] = choices;
  if (first === undefined || choices.length < parameter.length) return undefined;
  const different = choices.findIndex(({ mapping }) => mapping.mediaType !== first.mapping.mediaType);
  if (different !== -1) {
    const message = `it writes ${choices[different]?.mapping.mediaType}, the first ${first.mapping.mediaType}`;
    loading.report('SCHEMA', message, below(at, different), 'Use a step for each, with `when`.');
    return undefined;
  }
  return oneOf(choices, first.mapping);
}

function prepareChoice(each: string | Choice, loading: Loading, at: Position, last: boolean): Prepared | undefined {
  if ((typeof each === 'string') !== last) {
    const message = last ? 'nothing would be written where no condition holds' : 'what stands below is never taken';
    loading.report('SCHEMA', message, at, 'Every mapping but the last has a condition: { when: =…, mapping: … }.');
    return undefined;
  }
  if (typeof each === 'string') {
    const mapping = prepareMapping(each, loading, at);
    return mapping && { when: undefined, mapping };
  }
  const when = loading.expression(each.when, below(at, 'when'), { expects: 'bool' });
  const mapping = prepareMapping(each.mapping, loading, below(at, 'mapping'));
  return when && mapping && { when, mapping };
}

/** All are of the kind of the first; the last has no condition. */
function oneOf(choices: readonly Prepared[], first: PreparedMapping): PreparedMapping {
  const { writes, mediaType, marked } = first;
  const chosen = (variables: Variables): PreparedMapping =>
    choices.find(({ when }) => when === undefined || when.evaluate(variables) === true)?.mapping ?? first;
  const one: PreparedMapping = {
    writes,
    mediaType,
    write: (variables) => chosen(variables).write(variables),
    text: (variables) => chosen(variables).text(variables),
  };
  if (marked === undefined) return one;
  return { ...one, marked: (variables) => (chosen(variables).marked ?? marked)(variables) };
}
