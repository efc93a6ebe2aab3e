import type { ActionExample } from '../../engine/action.ts';

const line = {
  id: '1',
  quantity: '3',
  unit: 'H87',
  price: { net: '33.333' },
  item: { name: 'Paper' },
  taxes: [{ type: 'VAT', category: 'S', rate: '19' }],
};

export const examples: readonly ActionExample[] = [
  {
    title: 'Amounts that the ERP left out',
    step: `id: calculated
uses: calculate
`,
    variables: { invoice: { number: 'F-1', currency: 'EUR', lines: [line] } },
    expect: {
      documents: {
        data: JSON.stringify({
          number: 'F-1',
          currency: 'EUR',
          lines: [{ ...line, netAmount: '100.00' }],
          totals: {
            linesAmount: '100.00',
            amountWithoutTax: '100.00',
            taxAmount: '19.00',
            amountWithTax: '119.00',
            payableAmount: '119.00',
          },
          taxes: [{ type: 'VAT', category: 'S', rate: '19', base: '100.00', amount: '19.00' }],
        }),
      },
      values: {
        filled: [
          'lines[0].netAmount',
          'taxes[0].base',
          'taxes[0].amount',
          'totals.linesAmount',
          'totals.amountWithoutTax',
          'totals.taxAmount',
          'totals.amountWithTax',
          'totals.payableAmount',
        ],
        count: 8,
      },
    },
  },
  {
    title: 'A total that the lines do not add up to',
    step: `id: calculated
uses: calculate
with: { decimals: 2 }
`,
    variables: { invoice: { number: 'F-1', currency: 'EUR', lines: [line], totals: { amountWithoutTax: '99.99' } } },
    expect: { problem: 'AMOUNT_WRONG' },
  },
];
