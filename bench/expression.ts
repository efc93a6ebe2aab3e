import { performance } from 'node:perf_hooks';
import { type CompiledExpression, compileExpression, type Scope, type Variables } from '../engine/expression.ts';

const decimal = { type: ['string', 'number'], format: 'decimal' };
const text = { type: 'string' };
const line = { quantity: decimal, price: decimal, netAmount: decimal, discount: decimal, name: text, tax: text };
const scope: Scope = {
  invoice: {
    type: 'object',
    properties: {
      number: text,
      issueDate: text,
      issueTime: text,
      currency: text,
      exchangeRate: decimal,
      seller: { type: 'object', properties: { taxId: text, name: text } },
      delivery: { type: 'object', properties: { city: text } },
      totals: { type: 'object', properties: { net: decimal, tax: decimal, payable: decimal } },
      lines: { type: 'array', items: { type: 'object', properties: line } },
    },
  },
};

const typical = [
  '=sum(invoice.lines.map(l, l.quantity * l.price))',
  '=round(sum(invoice.lines.map(l, l.netAmount)), 2)',
  '=invoice.totals.net + invoice.totals.tax == invoice.totals.payable',
  '=fixed(invoice.totals.payable, 2)',
  '=invoice.lines.filter(l, l.tax == "VAT").size()',
  '=join(distinct(invoice.lines.map(l, l.tax)), ",")',
  '=invoice.lines.all(l, l.quantity > 0)',
  '=invoice.lines.exists(l, has(l.discount))',
  '=sum(invoice.lines.map(l, or(l.discount, 0)))',
  '=invoice.currency == "MXN" ? null : text(invoice.exchangeRate)',
  '=upper(invoice.seller.name)',
  '=has(invoice.delivery.city)',
  '=or(invoice.delivery.city, "none")',
  '=format(dateTime(invoice.issueDate, invoice.issueTime), "yyyy-MM-dd\'T\'HH:mm:ss")',
  '=matches(invoice.seller.taxId, "^[A-Z&Ñ]{3,4}[0-9]{6}[A-Z0-9]{3}$")',
  '=divide(invoice.totals.tax, invoice.totals.net, 6)',
  '=invoice.number.startsWith("A") && invoice.totals.payable > 0',
  '=padLeft(invoice.number, 10, "0")',
  '=max(invoice.lines.map(l, l.netAmount))',
  '=first(invoice.lines).name + " " + invoice.currency',
];

/** Microseconds: 20 typical expressions on a 10-line invoice never seen before, and one plain path. */
export function run(): { name: string; typical20: number; plainPath: number; compile20: number } {
  const before = performance.now();
  const expressions = typical.map(compiled);
  const compile20 = (performance.now() - before) * 1000;
  const path = compiled('=invoice.seller.taxId');
  const all = (variables: Variables): void => {
    for (const expression of expressions) expression.evaluate(variables);
  };
  for (let index = 0; index < 3_000; index++) all({ invoice: createInvoice(index) });
  const typical20 = median(1_000, (index) => {
    const variables = { invoice: createInvoice(index) };
    const start = performance.now();
    all(variables);
    return performance.now() - start;
  });
  const variables = { invoice: createInvoice(0) };
  const plainPath = median(50, () => {
    const start = performance.now();
    for (let time = 0; time < 10_000; time++) path.evaluate(variables);
    return (performance.now() - start) / 10_000;
  });
  return { name: 'expression', typical20, plainPath, compile20 };
}

/** In microseconds, of what `measure` says in milliseconds: other work on the machine hardly counts. */
function median(times: number, measure: (index: number) => number): number {
  const all = Array.from({ length: times }, (_, index) => measure(index) * 1000);
  return all.sort((a, b) => a - b)[times >> 1] ?? Number.NaN;
}

function compiled(value: string): CompiledExpression {
  const { expression, problems } = compileExpression(value, scope);
  if (expression === undefined) throw new Error(`${value}: ${problems[0]?.message}`);
  return expression;
}

function createInvoice(index: number): unknown {
  const lines = Array.from({ length: 10 }, (_, at) => ({
    quantity: String(at + 1),
    price: `${100 + at}.50`,
    netAmount: ((100.5 + at) * (at + 1)).toFixed(2),
    name: `Item ${at}`,
    tax: at % 3 === 0 ? 'EXCISE' : 'VAT',
    ...(at % 4 === 0 ? { discount: '1.25' } : {}),
  }));
  return {
    number: `A${index}`,
    issueDate: '2026-03-01',
    issueTime: '12:00:00-06:00',
    currency: 'USD',
    exchangeRate: '17.123456',
    seller: { taxId: 'EKU9003173C9', name: 'Escuela Kemper Urgate' },
    totals: { net: '5857.50', tax: '937.20', payable: '6794.70' },
    lines,
  };
}
