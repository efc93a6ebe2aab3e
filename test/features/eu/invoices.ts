/** The VAT categories of EN 16931, the rate that each has here, and why nothing is charged. */
export const categories = {
  S: { rules: 'BR-S', rate: '19' },
  Z: { rules: 'BR-Z', rate: '0' },
  E: { rules: 'BR-E', rate: '0', reason: 'Education' },
  AE: { rules: 'BR-AE', rate: '0', reason: 'Reverse charge' },
  K: { rules: 'BR-IC', rate: '0', reason: 'Supply within the Union' },
  G: { rules: 'BR-G', rate: '0', reason: 'Export' },
  O: { rules: 'BR-O', reason: 'Not in scope' },
  L: { rules: 'BR-AF', rate: '7' },
  M: { rules: 'BR-AG', rate: '4' },
} as const satisfies Record<string, { readonly rules: string; readonly rate?: string; readonly reason?: string }>;

export type Category = keyof typeof categories;

/** An invoice by EN 16931 that breaks no rule: a line, an allowance and a charge of one VAT category. */
export function invoiceOf(category: Category): Record<string, unknown> {
  const { rate, reason } = { rate: undefined, reason: undefined, ...categories[category] };
  const tax = { type: 'VAT', category, ...(rate === undefined ? {} : { rate }) };
  const amount = ((110 * Number(rate ?? 0)) / 100).toFixed(2);
  const withTax = (110 + Number(amount)).toFixed(2);
  const numbers = category === 'O' ? {} : { vatId: 'DE123456788' };
  return {
    type: 'invoice',
    number: 'R-1',
    issueDate: '2026-03-01',
    currency: 'EUR',
    seller: { name: 'Lindner GmbH', legalId: { id: 'HRB 1' }, address: { city: 'Bremen', country: 'DE' }, ...numbers },
    buyer: {
      name: 'Moreau SARL',
      address: { city: 'Lille', country: 'FR' },
      ...(category === 'O' ? {} : { vatId: 'FR40303265045' }),
    },
    delivery: { date: '2026-02-27', address: { city: 'Lille', country: 'FR' } },
    payment: { meansCode: '58', creditTransfers: [{ accountId: 'DE75512108001245126199' }] },
    allowances: [{ amount: '10.00', reason: 'Loyalty', taxes: [tax] }],
    charges: [{ amount: '20.00', reason: 'Freight', taxes: [tax] }],
    lines: [
      {
        id: '1',
        quantity: '4',
        unit: 'H87',
        price: { net: '25.00', gross: '25.00' },
        netAmount: '100.00',
        item: { name: 'Paper', standardId: { id: '4012345000009', scheme: '0160' } },
        allowances: [{ amount: '5.00', reason: 'Damage' }],
        charges: [{ amount: '5.00', reason: 'Packing' }],
        taxes: [tax],
      },
    ],
    taxes: [{ ...tax, base: '110.00', amount, ...(reason === undefined ? {} : { exemptionReason: reason }) }],
    totals: {
      linesAmount: '100.00',
      allowancesAmount: '10.00',
      chargesAmount: '20.00',
      amountWithoutTax: '110.00',
      taxAmount: amount,
      amountWithTax: withTax,
      payableAmount: withTax,
    },
  };
}
