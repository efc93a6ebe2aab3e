import { defineAction } from '../../engine/action.ts';
import type { CompiledExpression } from '../../engine/expression.ts';
import { below } from '../../engine/source.ts';
import { requiredText } from '../lib/parameter/index.ts';

export interface SequenceParameters {
  readonly counter: string;
  readonly first?: number;
  readonly width?: number;
}

interface Prepared {
  readonly counter: CompiledExpression;
  readonly first: number;
  readonly width: number;
}

/** Takes the next number of a counter: once per run and step, so a resumed run keeps its number. */
export const sequenceAction = defineAction<SequenceParameters, Prepared>({
  name: 'sequence',
  summary: 'Takes the next number of a counter.',
  effect: 'state',
  with: {
    type: 'object',
    properties: {
      counter: { type: 'string', description: 'Which counter: one per issuer and series, say.' },
      first: { type: 'integer', minimum: 0, default: 1, description: 'The number a new counter begins with.' },
      width: {
        type: 'integer',
        minimum: 1,
        maximum: 20,
        description: 'Zeros are put before the value `text` up to this many digits.',
      },
    },
    required: ['counter'],
    additionalProperties: false,
  },
  in: {},
  out: {},
  values: {
    number: { type: 'integer', description: 'The number.' },
    text: { type: 'string', description: 'The number as text, with zeros in front where `width` says so.' },
  },
  errors: ['PARAMETER_ABSENT'],
  examples: [
    {
      title: 'A file number per taxpayer',
      step: `id: file
uses: sequence
with: { counter: '="file-" + invoice.seller.taxId', first: 1, width: 5 }
`,
      variables: { invoice: { seller: { taxId: 'EKU9003173C9' } } },
      expect: { values: { number: 1, text: '00001' } },
    },
  ],
  prepare({ counter, first = 1, width = 1 }, loading, at) {
    const expression = loading.expression(counter, below(at, 'counter'), { expects: 'string' });
    return expression && { counter: expression, first, width };
  },
  async run(context, { counter, first, width }) {
    const number = await context.allocate(requiredText('counter', counter, context.variables), first);
    return { values: { number, text: String(number).padStart(width, '0') } };
  },
});
