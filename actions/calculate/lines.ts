import { Decimal } from '../../engine/decimal.ts';
import { isObject } from '../../engine/json.ts';
import { type Due, decimalOf, type Ledger, nodesIn, sumOf } from './ledger.ts';

/** How far a given net amount may be off, and what it is to be off by more. */
export type Lenience = Pick<Due, 'slack' | 'severity'>;

const one = Decimal.of(1);

/**
 * The net amount of a line (BT-131): quantity (BT-129) times price (BT-146) for its base quantity (BT-149), less allowances
 * (BT-136), plus charges (BT-141); rounded once, at the end. Undefined where that cannot be known and none is given.
 */
export function settleLine(
  line: Record<string, unknown>,
  path: string,
  ledger: Ledger,
  lenience: Lenience,
): Decimal | undefined {
  const price = isObject(line.price) ? line.price : {};
  const quantity = decimalOf(line.quantity);
  const net = decimalOf(price.net);
  const base = decimalOf(price.baseQuantity) ?? one;
  if (quantity === undefined || net === undefined || base.isZero()) return decimalOf(line.netAmount);
  const beside = sumOf(nodesIn(line.charges), 'amount').minus(sumOf(nodesIn(line.allowances), 'amount'));
  // Over the base quantity as a whole, so that only the last digit is rounded.
  const whole = quantity.times(net).plus(beside.times(base));
  const right = base === one ? whole : whole.dividedBy(base, ledger.decimals);
  const what = 'The net amount of the line';
  const how = 'quantity times price, with its allowances and charges,';
  return ledger.settle(line, 'netAmount', { path, what, right, how, ...lenience });
}
