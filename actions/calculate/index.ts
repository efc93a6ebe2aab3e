import { defineAction } from '../../engine/action.ts';
import { Decimal } from '../../engine/decimal.ts';
import { fail, TimbreError } from '../../engine/errors.ts';
import type { CompiledExpression } from '../../engine/expression.ts';
import { isObject } from '../../engine/json.ts';
import { below } from '../../engine/source.ts';
import { calculate } from './calculate.ts';
import { examples } from './examples.ts';
import { decimalOf } from './ledger.ts';
import type { Lenience } from './lines.ts';

export interface CalculateParameters {
  readonly decimals?: number | string;
  readonly slack?: string;
  readonly lines?: 'error' | 'warning';
  readonly tolerance?: string;
}

interface Calculation {
  readonly decimals: CompiledExpression;
  readonly lenience: Lenience;
  readonly tolerance: CompiledExpression;
}

/** Problems and names beyond this say nothing more. */
const most = 100;
const fewest = 0;
const largest = 10;

/** Fills in the amounts that follow from others, and checks those that are given. */
export const calculateAction = defineAction<CalculateParameters, Calculation>({
  name: 'calculate',
  summary:
    'Fills in net amounts of lines, the breakdown of taxes and the totals, by the rules of EN 16931; what is given is checked, never changed.',
  effect: 'pure',
  with: {
    type: 'object',
    additionalProperties: false,
    properties: {
      decimals: {
        anyOf: [
          { type: 'integer', minimum: fewest, maximum: largest },
          { type: 'string', pattern: '^=[^=]' },
        ],
        default: 2,
        description:
          'Digits after the point that amounts are rounded to, half away from zero; or an expression, e.g. =invoice.currency == "JPY" ? 0 : 2. EN 16931 allows at most 2.',
      },
      slack: {
        type: 'string',
        pattern: '^[0-9]{1,9}(\\.[0-9]{1,10})?$',
        default: '0.02',
        description:
          'By how much a net amount of a line may be off that is given, because prices were rounded before. A tax may be off by less than one unit (BR-CO-17).',
      },
      lines: {
        enum: ['error', 'warning'],
        default: 'error',
        description:
          'What it is when a net amount of a line is off by more: EN 16931 itself has no rule against it, Peppol has.',
      },
      tolerance: {
        type: 'string',
        pattern: '^([0-9]{1,9}(\\.[0-9]{1,10})?|=[^=].*)$',
        default: '0',
        description:
          'By how much the sums of lines, allowances and charges, and the totals of them, may be off for each amount that was added up; or an expression. EN 16931 wants them exact, EXTENDED of Factur-X takes 0.01.',
      },
    },
  },
  in: {},
  out: { data: { summary: 'The business data, complete.', mediaTypes: ['application/json'] } },
  values: {
    filled: {
      type: 'array',
      items: { type: 'string' },
      description: `JSON paths of the amounts that were filled in; the first ${most}.`,
    },
    count: { type: 'integer', description: 'How many amounts were filled in.' },
  },
  errors: ['AMOUNT_WRONG', 'EXPRESSION_FAILED'],
  examples,
  prepare({ decimals = 2, slack = '0.02', lines = 'error', tolerance = '0' }, loading, at) {
    const digits = loading.expression(decimals, below(at, 'decimals'), { expects: 'int' });
    const tolerated = loading.expression(tolerance, below(at, 'tolerance'), { expects: 'string' });
    const lenience = { slack: Decimal.of(slack), severity: lines };
    return digits && tolerated && { decimals: digits, lenience, tolerance: tolerated };
  },
  run({ variables }, { decimals, lenience, tolerance }) {
    const given = isObject(variables.invoice) ? variables.invoice : {};
    const digits = Number(decimals.evaluate(variables) ?? Number.NaN);
    if (!Number.isInteger(digits) || digits < fewest || digits > largest)
      fail('EXPRESSION_FAILED', `\`decimals\` is ${digits}, and not a whole number from ${fewest} to ${largest}.`);
    const tolerated = decimalOf(tolerance.evaluate(variables)) ?? Decimal.zero;
    const { invoice, filled, problems } = calculate(given, { decimals: digits, lenience, tolerance: tolerated });
    const errors = problems.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw new TimbreError(errors.slice(0, most));
    return {
      documents: { data: { mediaType: 'application/json', bytes: Buffer.from(JSON.stringify(invoice), 'utf8') } },
      values: { filled: filled.slice(0, most), count: filled.length },
      problems: problems.slice(0, most),
    };
  },
});
