import { Decimal } from '../../engine/decimal.ts';
import type { Problem } from '../../engine/errors.ts';
import { isObject } from '../../engine/json.ts';
import { decimalOf, Ledger, type Node, nodesIn } from './ledger.ts';
import { type Lenience, settleLine } from './lines.ts';
import { TaxGroups } from './taxes.ts';
import { settleTotals } from './totals.ts';

export interface Rules {
  /** Digits after the point of every amount. */
  readonly decimals: number;
  readonly lenience: Lenience;
  /** By how much a sum before the taxes may be off for each of its summands. */
  readonly tolerance?: Decimal;
}

export interface Calculated {
  /** The business data, complete; the data that was given is not touched. */
  readonly invoice: Node;
  /** JSON paths of what was filled in. */
  readonly filled: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * Completes the amounts of an invoice by the calculation rules of EN 16931-1 (6.4.3, BR-CO-10 to BR-CO-17): net amounts of lines,
 * breakdown of taxes, totals. Linear in the number of lines.
 */
export function calculate(given: Node, { decimals, lenience, tolerance }: Rules): Calculated {
  const ledger = new Ledger(decimals);
  const groups = new TaxGroups();
  const invoice: Record<string, unknown> = { ...given };
  const lines = copies(given.lines);
  for (const [index, line] of lines.entries()) {
    const net = settleLine(line, `lines[${index}]`, ledger, lenience);
    if (net !== undefined && counts(line)) groups.add(line.taxes, net, decimalOf(line.quantity));
  }
  const allowances = nodesIn(given.allowances);
  const charges = [...nodesIn(given.charges), ...nodesIn(given.logisticsCharges)];
  for (const { taxes, amount } of charges) groups.add(taxes, decimalOf(amount) ?? Decimal.zero);
  for (const { taxes, amount } of allowances) groups.add(taxes, (decimalOf(amount) ?? Decimal.zero).negated());
  const taxes = groups.settle(copies(given.taxes), ledger);
  const totals: Record<string, unknown> = isObject(given.totals) ? { ...given.totals } : {};
  const payments = nodesIn(given.thirdPartyPayments);
  settleTotals(totals, { lines: lines.filter(counts), allowances, charges, taxes, payments }, ledger, tolerance);
  checkTaxCurrency(given, totals, ledger);
  if (lines.length > 0) invoice.lines = lines;
  if (taxes.length > 0) invoice.taxes = taxes;
  invoice.totals = totals;
  return { invoice, filled: ledger.filled, problems: ledger.problems };
}

/** In a hierarchy a group says the sum of the lines below it, and an information what counts nowhere. */
const counts = ({ role }: Node): boolean => role !== 'group' && role !== 'information';

/** BT-111: the tax in the currency of accounting is the seller's to say; what it says must agree with the exchange rate. */
function checkTaxCurrency({ exchangeRate, taxCurrency }: Node, totals: Node, ledger: Ledger): void {
  const rate = decimalOf(exchangeRate);
  const own = decimalOf(totals.taxAmount);
  const given = decimalOf(totals.taxAmountInTaxCurrency);
  if (typeof taxCurrency !== 'string' || rate === undefined || own === undefined || given === undefined) return;
  const right = own.times(rate).rounded(ledger.decimals);
  // Who converts each entry of the breakdown by itself rounds more than once.
  if (given.minus(right).absolute().compare(Decimal.of(1)) < 0) return;
  const how = `the tax at the rate of ${rate.text()}`;
  ledger.disagree('totals.taxAmountInTaxCurrency', `The tax in ${taxCurrency}`, given, right, how);
}

const copies = (list: unknown): Record<string, unknown>[] => nodesIn(list).map((each) => ({ ...each }));
