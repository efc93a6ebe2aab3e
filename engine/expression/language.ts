import { type Environment, EvaluationError } from '@marcbachmann/cel-js';
import { Decimal } from '../decimal.ts';
import { CalendarDate, DateTime } from './calendar.ts';
import { exact } from './exact.ts';
import { absentArgument, isMissing } from './functions/define.ts';
import { type ExpressionFunction, expressionFunctions } from './functions/index.ts';

/** Limits of one expression: a feature is data, and must not be able to hang a worker. */
export const limits = {
  maxAstNodes: 2_000,
  maxDepth: 60,
  maxListElements: 500,
  maxMapEntries: 100,
  maxCallArguments: 8,
};
export const longestExpression = 10_000;
export const deepestMacros = 4;

/** The types of values that are no JSON: they have no members in an expression. */
export function registerTypes(environment: Environment): void {
  environment.registerType('decimal', { ctor: Decimal, fields: {} });
  environment.registerType('date', { ctor: CalendarDate, fields: {} });
  environment.registerType('dateTime', { ctor: DateTime, fields: {} });
}

/** Operators between decimals, whole numbers and dates. `/` is not among them: a quotient needs a scale, see divide(). */
export function registerOperators(environment: Environment): void {
  for (const [left, right] of [
    ['decimal', 'decimal'],
    ['decimal', 'int'],
    ['int', 'decimal'],
  ] as const) {
    environment.registerOperator(`${left} + ${right}: decimal`, (a, b) => exact(a).plus(exact(b)));
    environment.registerOperator(`${left} - ${right}: decimal`, (a, b) => exact(a).minus(exact(b)));
    environment.registerOperator(`${left} * ${right}: decimal`, (a, b) => exact(a).times(exact(b)));
    registerOrder(environment, left, right, (a: Decimal | bigint, b: Decimal | bigint) => exact(a).compare(exact(b)));
  }
  environment.registerOperator('-decimal', (a: Decimal) => a.negated());
  environment.registerOperator('decimal == decimal', (a: Decimal, b: Decimal) => a.equals(b));
  environment.registerOperator('decimal == int', (a: Decimal, b: bigint) => a.equals(exact(b)));
  environment.registerOperator('date == date', (a: CalendarDate, b: CalendarDate) => a.day === b.day);
  environment.registerOperator('dateTime == dateTime', (a: DateTime, b: DateTime) => a.instant === b.instant);
  registerOrder(environment, 'date', 'date', (a: CalendarDate, b: CalendarDate) => a.day - b.day);
  registerOrder(environment, 'dateTime', 'dateTime', (a: DateTime, b: DateTime) => a.instant - b.instant);
}

/** `typed` for checking, one use per combination of types; otherwise one per number of arguments, which looks for itself. */
export function registerFunctions(environment: Environment, typed: boolean): void {
  environment.registerFunction('absent(): dyn', () => null, { async: false });
  for (const each of expressionFunctions) {
    const run = guarded(each);
    for (const signature of typed ? typedSignatures(each) : dynamicSignatures(each)) {
      environment.registerFunction(signature.replace(/^has\(/, 'present('), run, { async: false });
    }
  }
}

function registerOrder<L, R>(
  environment: Environment,
  left: string,
  right: string,
  compare: (a: L, b: R) => number,
): void {
  environment.registerOperator(`${left} < ${right}`, (a: L, b: R) => compare(a, b) < 0);
  environment.registerOperator(`${left} <= ${right}`, (a: L, b: R) => compare(a, b) <= 0);
  environment.registerOperator(`${left} > ${right}`, (a: L, b: R) => compare(a, b) > 0);
  environment.registerOperator(`${left} >= ${right}`, (a: L, b: R) => compare(a, b) >= 0);
}

function guarded({ run, absent }: ExpressionFunction): (...values: unknown[]) => unknown {
  return (...values) => {
    if (absent !== 'seen') {
      if (absent === undefined && isMissing(values[0])) return null;
      const missing = values.findIndex(isMissing);
      if (missing >= 0) return absentArgument(missing);
    }
    try {
      return run(...values);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new EvaluationError({ code: 'failed', message: error.message });
    }
  };
}

const expansions: Readonly<Record<string, readonly string[]>> = {
  number: ['decimal', 'int'],
  when: ['string', 'date', 'dateTime'],
  scalar: ['string', 'int', 'decimal', 'bool', 'date', 'dateTime'],
};

/** `round(number, int): decimal` stands for `round(decimal, int)` and `round(int, int)`. */
function typedSignatures({ signatures }: ExpressionFunction): readonly string[] {
  return signatures.flatMap((signature) => {
    let open = [signature];
    for (const [word, types] of Object.entries(expansions)) {
      const expand = (each: string): string[] => {
        const once = types.map((type) => each.replace(new RegExp(`\\b${word}\\b(?=[^:]*\\))`), type));
        return once[0] === each ? [each] : once.flatMap(expand);
      };
      open = open.flatMap(expand);
    }
    return open;
  });
}

function dynamicSignatures(each: ExpressionFunction): readonly string[] {
  return countsOf(each).map((count) => `${each.name}(${Array.from({ length: count }, () => 'dyn').join(', ')}): dyn`);
}

/** The numbers of arguments that a function takes. */
export function countsOf({ signatures }: ExpressionFunction): readonly number[] {
  return [...new Set(signatures.map((each) => each.replace(/^[^(]*\((.*)\):.*$/, '$1').split(',').length))];
}
