import { describe, expect, it } from 'vitest';
import { calculateAction } from '../../../actions/calculate/index.ts';
import { codeOf, prepared } from '../compile.ts';
import { contextOf } from '../loading.ts';

const run = (yaml: string, invoice: unknown) =>
  calculateAction.run(contextOf({ variables: { invoice } }), prepared(calculateAction, yaml));
const lines = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: `${index}`, quantity: '1', price: { net: '1' } }));

describe('calculate', () => {
  it('tells the first hundred of what it filled, and how many there were', async () => {
    const { values } = await run('{}', { lines: lines(200) });
    expect(values?.filled).toHaveLength(100);
    expect(values?.count).toBe(204);
  });

  it('takes the decimals from the data', async () => {
    const yaml = `decimals: '=invoice.currency == "JPY" ? 0 : 2'`;
    const { documents } = await run(yaml, { currency: 'JPY', lines: lines(2) });
    expect(JSON.parse(Buffer.from(documents?.data?.bytes ?? []).toString()).totals.payableAmount).toBe('2');
  });

  it.each([
    ['eleven decimals', 'decimals: =invoice.digits', { digits: 11 }, 'EXPRESSION_FAILED'],
    ['no number of decimals', 'decimals: =invoice.digits', {}, 'EXPRESSION_FAILED'],
    [
      'a hundred and more wrong amounts',
      '{}',
      { lines: lines(150).map((line) => ({ ...line, netAmount: '9' })) },
      'AMOUNT_WRONG',
    ],
    ['an invoice that is none', '{}', [], 'none'],
    ['lines that are none', '{}', { lines: ['x', null, 7], totals: 'x', taxes: 'x' }, 'none'],
    ['amounts that are none', '{}', { lines: [{ quantity: 'x', price: { net: {} } }] }, 'none'],
    ['a base quantity of zero', '{}', { lines: [{ quantity: '1', price: { net: '1', baseQuantity: '0' } }] }, 'none'],
  ])('%s', async (_, yaml, invoice, code) => {
    expect(await codeOf(() => run(yaml, invoice))).toBe(code);
  });
});
