import { expect, it } from 'vitest';
import { compareUntypedToInteger, compareUntypedToOne } from '../../../schematron/runtime/compare.ts';

/** What Saxon-HE 9.9 says of `x = 0` and `x = 0.0` for an untyped x. */
it.each([
  ['0', true, true],
  ['-0', true, false],
  [' -0 ', true, false],
  ['-00', true, false],
  ['-0.0', false, false],
  ['-0.', false, false],
  ['-.0', false, false],
  ['-0e0', false, false],
  ['-0.00', false, false],
  ['NaN', false, false],
])('untyped %j against 0 and 0.0', (text, integer, decimal) => {
  expect([compareUntypedToInteger('eq', text, 0), compareUntypedToOne('eq', text, 0)]).toEqual([integer, decimal]);
});
