export * from './arithmetic.ts';
export { cast, isAtomicType, tryCast } from './cast.ts';
export * from './compare.ts';
export * from './convert.ts';
export {
  add,
  compareDecimals,
  Decimal,
  divide,
  equalDecimals,
  integer,
  multiply,
  negate,
  parseDecimal,
  parseInteger,
  remainder,
  subtract,
  toCount,
  toDouble,
  wholeQuotient as wholeQuotientOfDecimals,
} from './decimal.ts';
export { DynamicError } from './error.ts';
export * from './functions/dates.ts';
export * from './functions/format-number.ts';
export * from './functions/nodes.ts';
export * from './functions/numbers.ts';
export * from './functions/sequences.ts';
export * from './functions/strings.ts';
export type { Atomic, Item } from './item.ts';
export * from './nodes.ts';
export { addPath, pathTables } from './paths.ts';
export { regex } from './regex/index.ts';
export * from './session.ts';
export * from './support.ts';
export { Temporal } from './temporal.ts';
