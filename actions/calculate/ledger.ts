import { Decimal } from '../../engine/decimal.ts';
import { type Problem, problem } from '../../engine/errors.ts';
import { isObject } from '../../engine/json.ts';

export type Node = Readonly<Record<string, unknown>>;

/** An amount that follows from others: where it stands, what it must be, and how far off a given one may be. */
export interface Due {
  readonly path: string;
  /** What it is, to begin a sentence with. */
  readonly what: string;
  /** Not rounded yet. */
  readonly right: Decimal;
  /** Added up how, e.g. `quantity times price`. */
  readonly how: string;
  /** A given amount may be off by as much; nothing where it must be exact. */
  readonly slack?: Decimal;
  /** What it is to be off by more; an error unless said otherwise. */
  readonly severity?: Problem['severity'];
}

/** Keeps what was filled in and what does not agree, while amounts are settled one after the other. */
export class Ledger {
  readonly decimals: number;
  readonly filled: string[] = [];
  readonly problems: Problem[] = [];

  constructor(decimals: number) {
    this.decimals = decimals;
  }

  /** Puts the amount in where none is given, else compares the two. What is given stays, and is what others are reckoned from. */
  settle(holder: Record<string, unknown>, field: string, { path, what, right, how, slack, severity }: Due): Decimal {
    const rounded = right.rounded(this.decimals);
    const given = decimalOf(holder[field]);
    const place = path === '' ? field : `${path}.${field}`;
    if (given === undefined) {
      holder[field] = rounded.fixed(this.decimals);
      this.filled.push(place);
      return rounded;
    }
    const off = given.minus(rounded).absolute();
    if (off.compare(slack ?? Decimal.zero) > 0) this.disagree(place, what, given, rounded, how, severity);
    return given;
  }

  disagree(
    path: string,
    what: string,
    given: Decimal,
    right: Decimal,
    how: string,
    severity: Problem['severity'] = 'error',
  ): void {
    const amount = right.fixed(this.decimals);
    const message = `${what} is ${given.text()}, but ${how} is ${amount}.`;
    this.problems.push(
      problem('AMOUNT_WRONG', message, {
        path,
        severity,
        hint: `Make it ${amount}, or leave it out to have it calculated.`,
      }),
    );
  }
}

/** The decimal that a text or number of the business data is; undefined where it is absent or none. */
export const decimalOf = (value: unknown): Decimal | undefined =>
  typeof value === 'string' || typeof value === 'number' ? Decimal.parse(String(value)) : undefined;

/** The entries of a list that are objects; none where it is absent. */
export const nodesIn = (value: unknown): readonly Node[] => (Array.isArray(value) ? value.filter(isObject) : []);

export function sumOf(entries: readonly Node[], field: string): Decimal {
  return entries.reduce((sum, entry) => sum.plus(decimalOf(entry[field]) ?? Decimal.zero), Decimal.zero);
}
