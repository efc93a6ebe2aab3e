import { Decimal } from '../../engine/decimal.ts';
import { decimalOf, type Ledger, type Node, sumOf } from './ledger.ts';

/** The lists that the totals are sums of. */
export interface Summed {
  readonly lines: readonly Node[];
  readonly allowances: readonly Node[];
  readonly charges: readonly Node[];
  readonly taxes: readonly Node[];
  /** Of third parties, which are added to what is due. */
  readonly payments: readonly Node[];
}

/** `summands` is how many amounts were added up, each of which may have been rounded. */
type Settle = (field: string, what: string, right: Decimal, how: string, summands?: number) => Decimal;

/**
 * The totals of the invoice (BG-22), each from what stands before it: BR-CO-10 to BR-CO-16. A withholding lowers what is to be paid.
 * What no entry calls for is left out (allowances, charges, withholdings), and so is what cannot be known. `tolerance` is by how much a
 * sum before the taxes may be off for each of its summands.
 */
export function settleTotals(
  totals: Record<string, unknown>,
  summed: Summed,
  ledger: Ledger,
  tolerance: Decimal = Decimal.zero,
): void {
  const { lines, allowances, charges } = summed;
  const settle: Settle = (field, what, right, how, summands = 0) =>
    ledger.settle(totals, field, { path: 'totals', what, right, how, slack: tolerance.times(Decimal.of(summands)) });
  const reduced = (field: string, what: string, entries: readonly Node[]): Decimal =>
    entries.length === 0 && decimalOf(totals[field]) === undefined
      ? Decimal.zero
      : settle(field, what, sumOf(entries, 'amount'), 'the sum of their amounts', entries.length);
  const ofLines = total(lines, 'netAmount', totals.linesAmount, (sum) =>
    settle('linesAmount', 'The sum of the lines', sum, 'the sum of their net amounts', lines.length),
  );
  const allowed = reduced('allowancesAmount', 'The sum of the allowances', allowances);
  const charged = reduced('chargesAmount', 'The sum of the charges', charges);
  if (ofLines === undefined) return;
  const how = 'the sum of the lines, less allowances, plus charges,';
  const right = ofLines.minus(allowed).plus(charged);
  const withoutTax = settle('amountWithoutTax', 'The total without tax', right, how, summandsOf(summed));
  settlePayable(totals, withoutTax, summed, settle);
}

const summandsOf = ({ lines, allowances, charges }: Summed): number =>
  lines.length + allowances.length + charges.length;

/** From the total without tax on. */
function settlePayable(totals: Record<string, unknown>, withoutTax: Decimal, summed: Summed, settle: Settle): void {
  const { taxes, payments } = summed;
  const levied = taxes.filter(({ withheld }) => withheld !== true);
  const tax = total(levied, 'amount', totals.taxAmount, (sum) =>
    settle('taxAmount', 'The total of the taxes', sum, 'the sum of their amounts'),
  );
  // An invoice that says nothing of taxes has none; one that does not say enough of them cannot be completed.
  if (tax === undefined && levied.length > 0) return;
  const right = withoutTax.plus(tax ?? Decimal.zero);
  const sum = 'the total without tax, plus the taxes,';
  const withTax = settle('amountWithTax', 'The total with tax', right, sum, summandsOf(summed));
  const withheld = taxes.filter((each) => each.withheld === true);
  const kept = total(withheld, 'amount', totals.withheldAmount, (sum) =>
    settle('withheldAmount', 'The sum of the withholdings', sum, 'the sum of their amounts'),
  );
  if (kept === undefined && withheld.length > 0) return;
  const paid = decimalOf(totals.paidAmount) ?? Decimal.zero;
  const rounding = decimalOf(totals.roundingAmount) ?? Decimal.zero;
  const due = withTax
    .minus(kept ?? Decimal.zero)
    .minus(paid)
    .plus(rounding)
    .plus(sumOf(payments, 'amount'));
  const how =
    payments.length === 0
      ? 'the total with tax, less what is withheld and what is paid, plus the rounding amount,'
      : 'the total with tax, less what is withheld and what is paid, plus the rounding amount and what third parties pay,';
  settle('payableAmount', 'The amount due', due, how);
}

/** What is given where there is nothing to sum, or not all of it; undefined where nothing is. */
function total(
  entries: readonly Node[],
  field: string,
  given: unknown,
  settled: (sum: Decimal) => Decimal,
): Decimal | undefined {
  const whole = entries.length > 0 && entries.every((entry) => decimalOf(entry[field]) !== undefined);
  return whole ? settled(sumOf(entries, field)) : decimalOf(given);
}
