import { Decimal } from '../decimal.ts';

/** Expressions compare and multiply with the same few whole numbers over and over. */
const small = Array.from({ length: 101 }, (_, value) => Decimal.of(value));

export function exact(value: Decimal | bigint): Decimal {
  if (typeof value !== 'bigint') return value;
  return (value >= 0n && value <= 100n ? small[Number(value)] : undefined) ?? Decimal.of(value);
}
