import { Decimal } from '../../engine/decimal.ts';
import { decimalOf, type Ledger, type Node, nodesIn } from './ledger.ts';

const hundred = Decimal.of(100);
/** BR-CO-17: who rounds the tax on each line may be off by less than one unit. */
const unit = Decimal.of('0.9999999999');

/** What falls under one tax of one category and rate: lines and charges, less allowances. */
interface Group {
  /** The first tax that was met: it says what the tax is. */
  readonly tax: Node;
  base: Decimal;
}

/** Gathers what falls under each tax; amounts are those of the lines, allowances and charges themselves. */
export class TaxGroups {
  readonly #groups = new Map<string, Group>();

  add(taxes: unknown, amount: Decimal, quantity?: Decimal): void {
    for (const tax of nodesIn(taxes)) {
      const key = keyOf(tax);
      const group = this.#groups.get(key) ?? { tax, base: Decimal.zero };
      const base = tax.factor === 'unit' ? (quantity ?? Decimal.zero) : amount;
      group.base = group.base.plus(decimalOf(tax.base) ?? base);
      this.#groups.set(key, group);
    }
  }

  /** The breakdown (BG-23): what is given, completed and checked, and an entry for each group that it does not have. */
  settle(given: readonly Record<string, unknown>[], ledger: Ledger): Record<string, unknown>[] {
    const open = new Map(this.#groups);
    const entries = given.map((entry, index) => {
      const key = keyOf(entry);
      settleEntry(entry, open.get(key), `taxes[${index}]`, ledger);
      open.delete(key);
      return entry;
    });
    for (const group of open.values()) {
      const entry = identityOf(group.tax);
      settleEntry(entry, group, `taxes[${entries.length}]`, ledger);
      entries.push(entry);
    }
    return entries;
  }
}

function settleEntry(entry: Record<string, unknown>, group: Group | undefined, path: string, ledger: Ledger): void {
  if (group !== undefined) {
    const how = 'the sum of what falls under it';
    ledger.settle(entry, 'base', { path, what: 'The taxable amount', right: group.base, how });
  }
  const base = decimalOf(entry.base);
  const right = base && taxOn(base, entry, ledger.decimals);
  if (right === undefined) return;
  const how = entry.factor === 'unit' ? 'the base times the amount of a unit' : 'the base times the rate';
  ledger.settle(entry, 'amount', { path, what: 'The tax', right, how, slack: unit });
}

/** BT-117 = BT-116 x BT-119 / 100, rounded. Undefined where the rate is not known. */
function taxOn(base: Decimal, { factor, rate, unitAmount, category }: Node, decimals: number): Decimal | undefined {
  if (factor === 'exempt') return Decimal.zero;
  const each = decimalOf(factor === 'unit' ? unitAmount : rate);
  // Of the categories of UNTDID 5305 that bear no VAT some come without a rate.
  if (each === undefined) return typeof category === 'string' && category !== 'S' ? Decimal.zero : undefined;
  return factor === 'unit' ? base.times(each) : base.times(each).dividedBy(hundred, decimals);
}

const naming = ['type', 'code', 'withheld', 'category', 'factor', 'rate', 'unitAmount'] as const;

/** What makes a tax one tax: `19` and `19.00` are one rate, and no rate is the rate 0. */
function keyOf(tax: Node): string {
  const { type, code = '', withheld = false, category = '', factor = 'rate', rate, unitAmount } = tax;
  const numbers = [rate, unitAmount].map((value) => (decimalOf(value) ?? Decimal.zero).text());
  return [type, code, withheld, category, factor, ...numbers].join(' ');
}

function identityOf(tax: Node): Record<string, unknown> {
  const fields = [...naming, 'exemptionReason', 'exemptionReasonCode'];
  return Object.fromEntries(fields.flatMap((field) => (tax[field] === undefined ? [] : [[field, tax[field]]])));
}
