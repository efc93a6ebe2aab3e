/** Business data of a UBL-like invoice with that many lines. */
export function invoiceOf(count: number) {
  return {
    number: 'SETP990000002',
    issueDate: '2026-03-01',
    dueDate: '2026-03-31',
    type: 'invoice',
    currency: 'EUR',
    note: 'Thank you for your order & see you soon',
    buyerReference: '04011000-12345-03',
    seller: party('Bäckerei Müller & Söhne GmbH', 'DE123456789'),
    buyer: party('Example Trading <Europe> S.A.', 'LU12345678'),
    taxes: [
      { base: '1000.00', amount: '190.00', category: 'S', rate: '19' },
      { base: '200.00', amount: '14.00', category: 'S', rate: '7' },
    ],
    totals: { net: '1200.00', gross: '1404.00', tax: '204.00', payable: '1404.00' },
    lines: Array.from({ length: count }, (_, index) => ({
      id: String(index + 1),
      note: index % 3 === 0 ? `Batch ${index}: "fresh" & cold` : null,
      quantity: '12.5',
      unit: 'KGM',
      netAmount: '150.00',
      orderLine: String(index + 10),
      allowances: [
        { amount: '5.00', reason: 'Volume discount', code: '95' },
        { amount: '2.50', reason: 'Early order', code: '64' },
      ],
      item: {
        name: `Rye bread no. ${index}`,
        description: 'Dark rye bread with seeds, baked on the day of delivery, sliced',
        sellersId: `RB-${index}`,
        standardId: '4012345678901',
        originCountry: 'DE',
        category: 'S',
        rate: '7',
        properties: [
          { name: 'Weight', value: '1000 g' },
          { name: 'Shelf life', value: '5 days' },
        ],
      },
      price: { amount: '12.60', base: '1', unit: 'KGM' },
    })),
  };
}

export type BenchInvoice = ReturnType<typeof invoiceOf>;

function party(name: string, taxId: string) {
  return {
    name,
    taxId,
    endpoint: '9930:de123456789',
    street: 'Hauptstraße 12',
    city: 'Wien',
    zip: '1010',
    country: 'AT',
    contact: { name: 'Anna Huber', phone: '+43 1 234567', mail: 'anna.huber@example.com' },
  };
}
