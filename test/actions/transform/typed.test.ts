import { describe, expect, it } from 'vitest';
import type { Scope } from '../../../engine/expression.ts';
import { writeWith } from './write.ts';

const amount = { type: 'string', format: 'decimal' };
const scope: Scope = {
  invoice: {
    properties: {
      issueDate: { type: 'string', format: 'date' },
      rate: amount,
      count: { type: 'integer' },
      lines: { type: 'array', items: { $ref: '#/$defs/line' } },
    },
    $defs: {
      line: {
        properties: {
          quantity: amount,
          price: amount,
          taxes: { type: 'array', items: { properties: { kind: { type: 'string' }, rate: amount } } },
        },
      },
    },
  },
};
const invoice = {
  issueDate: '2026-03-01',
  rate: '1.5E+2',
  count: 3,
  lines: [
    { quantity: '3', price: '0.10', taxes: [{ kind: 'VAT', rate: '0.16' }] },
    {
      quantity: '0.5',
      price: 7.25,
      taxes: [
        { kind: 'VAT', rate: '0.08' },
        { kind: 'EXCISE', rate: '0.03' },
      ],
    },
  ],
};

const cases: Record<string, [document: string, root: string]> = {
  'exact decimals': ['{ A: "=fixed(sum(invoice.lines.map(l, l.quantity * l.price)), 2)" }', '<R><A>3.93</A></R>'],
  'a decimal without exponent, its digits kept': [
    '{ A: =invoice.rate, L: { $for: l in invoice.lines, $value: =l.price } }',
    '<R><A>150</A><L>0.10</L><L>7.25</L></R>',
  ],
  'decimals by local names': [
    '{ L: { $for: l in invoice.lines, $with: { base: =l.quantity * l.price, twice: =base * 2 }, $if: =base > 1, A: "=fixed(twice, 3)", B: =base } }',
    '<R><L><A>7.250</A><B>3.625</B></L></R>',
  ],
  'a date by a local name': [
    '{ $with: { d: =date(invoice.issueDate) }, A: "=format(d, \\"dd.MM.yyyy\\")", B: =d }',
    '<R><A>01.03.2026</A><B>2026-03-01</B></R>',
  ],
  'a list by a local name': [
    '{ $with: { ls: "=invoice.lines.filter(l, l.quantity > 1)" }, A: { $for: l in ls, $value: =l.price } }',
    '<R><A>0.10</A></R>',
  ],
  'an item of a computed list': [
    '{ A: { $for: "l, i in =invoice.lines.filter(l, l.quantity < 1)", "@n": =i + 1, T: { $for: t in l.taxes, $if: "=t.rate > decimal(\\"0.05\\")", $value: =t.kind } } }',
    '<R><A n="1"><T>VAT</T></A></R>',
  ],
  'an object by a local name': [
    '{ $with: { one: "=invoice.lines[1]" }, A: =one.price, B: "=one.price * one.quantity" }',
    '<R><A>7.25</A><B>3.625</B></R>',
  ],
  'numbers of the loop and the list': [
    '{ A: "=size(invoice.lines)", B: =invoice.count * 2 }',
    '<R><A>2</A><B>6</B></R>',
  ],
};

describe('typed expressions in a mapping', () => {
  it.each(Object.entries(cases))('%s', async (_, [document, root]) => {
    const { text, problems } = await writeWith(
      `mapping: m\nwrites: xml\ndocument: { R: ${document} }\n`,
      { invoice },
      { scope },
    );
    expect(problems).toEqual([]);
    expect(text).toBe(`<?xml version="1.0" encoding="UTF-8"?>\n${root}`);
  });
});
