import {
  asText,
  type CompiledExpression,
  type CompileOptions,
  compileExpression,
  type ExpressionProblem,
  registerSchema,
  type Scope,
} from '../../../engine/expression.ts';

/** A small model with what real ones have: references, recursion, a base that a feature narrows, open parts. */
registerSchema('urn:test:base:1', {
  $id: 'urn:test:base:1',
  type: 'object',
  additionalProperties: false,
  properties: {
    type: { enum: ['invoice', 'credit-note'] },
    number: { $ref: '#/$defs/text' },
    series: { $ref: '#/$defs/text' },
    issueDate: { type: 'string', format: 'date' },
    copies: { type: 'integer' },
    factor: { type: 'number' },
    paid: { type: ['boolean', 'null'] },
    seller: { $ref: '#/$defs/party' },
    buyer: { $ref: '#/$defs/party' },
    total: { $ref: '#/$defs/amount' },
    rate: { $ref: '#/$defs/amount' },
    lines: { type: 'array', items: { $ref: '#/$defs/line' } },
    notes: { type: 'array', items: { type: 'string' } },
    national: { type: 'object', additionalProperties: { type: 'object' } },
    anything: true,
    labels: { type: 'object', additionalProperties: { type: 'string' } },
  },
  $defs: {
    text: { type: 'string', minLength: 1 },
    amount: { type: ['string', 'number'], format: 'decimal' },
    party: { type: 'object', properties: { name: { $ref: '#/$defs/text' }, address: { $ref: '#/$defs/address' } } },
    address: { type: 'object', properties: { city: { type: 'string' } } },
    line: {
      type: 'object',
      properties: {
        name: { type: 'string' },
        quantity: { $ref: '#/$defs/amount' },
        price: { $ref: '#/$defs/amount' },
        discount: { $ref: '#/$defs/amount' },
        tax: { oneOf: [{ const: 'VAT' }, { const: 'EXCISE' }] },
        parts: { type: 'array', items: { $ref: '#/$defs/line' } },
      },
    },
  },
});

export const scope: Scope = {
  invoice: {
    allOf: [{ $ref: 'urn:test:base:1' }],
    properties: { national: { properties: { mx: { type: 'object', properties: { use: { type: 'string' } } } } } },
  },
  settings: { type: 'object', additionalProperties: false, properties: { url: { type: 'string' } } },
  type: { type: 'string' },
  free: true,
};

const invoice = {
  type: 'invoice',
  number: 'A1',
  issueDate: '2026-03-01',
  copies: 3,
  factor: 0.25,
  seller: { name: 'Kemper', address: { city: 'León' } },
  total: '116.00',
  rate: 17.1234,
  lines: [
    { name: 'x', quantity: 2, price: '10.10', tax: 'VAT' },
    { name: 'y', quantity: '3', price: 1.5, discount: '0.5', tax: 'EXCISE', parts: [{ name: 'z', quantity: '1' }] },
  ],
  notes: [],
  national: { mx: { use: 'G03' } },
  anything: { amount: 0.1, list: [{ a: 1 }], 'a-b': 1 },
  labels: { a: 'A', empty: '' },
};

export const variables = { invoice, settings: { url: 'https://a.test' }, type: 'T', free: { count: 2 } };

export function compiled(value: unknown, options?: CompileOptions): CompiledExpression {
  const { expression, problems } = compileExpression(value, scope, options);
  if (expression === undefined) throw new Error(JSON.stringify(problems));
  return expression;
}

export const evaluated = (value: unknown): string | undefined => asText(compiled(value).evaluate(variables));

export function problemsOf(value: unknown, options?: CompileOptions): readonly ExpressionProblem[] {
  const { expression, problems } = compileExpression(value, scope, options);
  if (expression !== undefined) throw new Error(`${String(value)} was compiled`);
  return problems;
}
