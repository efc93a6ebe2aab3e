import { describe, expect, it } from 'vitest';
import { compileExpression, registerSchema, type Scope } from '../../../engine/expression.ts';
import schema from '../../../schemas/invoice.schema.json' with { type: 'json' };

registerSchema(schema.$id, schema);

/** As a feature's input schema does it: the model for all countries, narrowed. */
const input = {
  allOf: [{ $ref: schema.$id }],
  required: ['buyer'],
  properties: {
    national: {
      properties: { mx: { type: 'object', additionalProperties: false, properties: { usoCFDI: { type: 'string' } } } },
    },
  },
};
const scope: Scope = { invoice: input, settings: { type: 'object' } };

const invoice = {
  number: '7',
  currency: 'MXN',
  national: { mx: { usoCFDI: 'G03' } },
  lines: [
    { netAmount: '10.005', taxes: [{ type: 'VAT', amount: '1.60' }] },
    {
      netAmount: 5,
      taxes: [
        { type: 'VAT', amount: 0.8 },
        { type: 'INCOME', amount: '0.1' },
      ],
    },
    { netAmount: '1' },
  ],
};

describe('the invoice model', () => {
  it.each([
    ['=fixed(sum(invoice.lines.map(l, l.netAmount)), 2)', '16.01'],
    ['=fixed(sum(invoice.lines.map(l, sum(l.taxes.filter(t, t.type == "VAT").map(t, t.amount)))), 2)', '2.40'],
    ['=invoice.lines.exists(l, l.taxes.exists(t, t.type == "INCOME")) ? "withheld" : "none"', 'withheld'],
    ['=invoice.national.mx.usoCFDI + "!"', 'G03!'],
    ['=or(invoice.seller.name, "nobody")', 'nobody'],
  ])('%s', (value, result) => {
    const { expression, problems } = compileExpression(value, scope);
    expect(problems).toBeUndefined();
    expect(expression?.evaluate({ invoice })).toBe(result);
  });

  it.each([
    ['=invoice.lines.map(l, l.netAmout)', 23, 'netAmount'],
    ['=invoice.lines[0].item.nme', 22, 'name'],
    ['=invoice.national.mx.usoCfdi + ""', 20, 'usoCFDI'],
    ['=invoice.seler.name', 8, 'seller'],
  ])('%s is refused', (value, offset, near) => {
    const [problem] = compileExpression(value, scope).problems ?? [];
    expect(problem).toMatchObject({ code: 'EXPRESSION_UNKNOWN_NAME', offset });
    expect(problem?.hint).toContain(near);
  });

  it('is typed anew for another narrowing', () => {
    const other: Scope = {
      invoice: {
        allOf: [{ $ref: schema.$id }],
        properties: { national: { properties: { it: { type: 'object', properties: { sdi: { type: 'string' } } } } } },
      },
    };
    expect(compileExpression('=invoice.national.it.sdi + "x"', other).expression?.type).toBe('string');
    expect(compileExpression('=invoice.national.it.sdj + "x"', other).problems).toHaveLength(1);
    expect(compileExpression('=invoice.national.it.sdj', scope).expression?.type).toBe('dyn');
  });
});
