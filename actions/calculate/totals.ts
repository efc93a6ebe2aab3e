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

/**
 * The totals of the invoice (BG-22), each from what stands before it: BR-CO-10 to BR-CO-16. A withholding lowers what is to be paid.
 * What no entry calls for is left out (allowances, charges, withholdings), and so is what cannot be known.
 */
export function settleTotals(totals: Record<string, unknown>, summed: Summed, ledger: Ledger): void {
  const { lines, allowances, charges } = summed;
  const settle = (field: string, what: string, right: Decimal, how: string): Decimal =>
    ledger.settle(totals, field, { path: 'totals', what, right, how });
  const reduced = (field: string, what: string, entries: readonly Node[]): Decimal =>
    entries.length === 0 && decimalOf(totals[field]) === undefined
      ? Decimal.zero
      : settle(field, what, sumOf(entries, 'amount'), 'the sum of their amounts');
  const ofLines = total(lines, 'netAmount', totals.linesAmount, (sum) =>
    settle('linesAmount', 'The sum of the lines', sum, 'the sum of their net amounts'),
  );
  const allowed = reduced('allowancesAmount', 'The sum of the allowances', allowances);
  const charged = reduced('chargesAmount', 'The sum of the charges', charges);
  if (ofLines === undefined) return;
  const how = 'the sum of the lines, less allowances, plus charges,';
  const right = ofLines.minus(allowed).plus(charged);
  settlePayable(totals, settle('amountWithoutTax', 'The total without tax', right, how), summed, settle);
}

/** From the total without tax on. */
function settlePayable(
  totals: Record<string, unknown>,
  withoutTax: Decimal,
  { taxes, payments }: Summed,
  settle: (field: string, what: string, right: Decimal, how: string) => Decimal,
): void {
  const levied = taxes.filter(({ withheld }) => withheld !== true);
  const tax = total(levied, 'amount', totals.taxAmount, (sum) =>
    settle('taxAmount', 'The total of the taxes', sum, 'the sum of their amounts'),
  );
  // An invoice that says nothing of taxes has none; one that does not say enough of them cannot be completed.
  if (tax === undefined && levied.length > 0) return;
  const right = withoutTax.plus(tax ?? Decimal.zero);
  const withTax = settle('amountWithTax', 'The total with tax', right, 'the total without tax, plus the taxes,');
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
