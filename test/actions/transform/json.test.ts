import { describe, expect, it } from 'vitest';
import type { Scope } from '../../../engine/expression.ts';
import { writeWith } from './write.ts';

const amount = { type: 'string', format: 'decimal' };
const scope: Scope = {
  invoice: {
    properties: {
      number: { type: 'string' },
      total: amount,
      count: { type: 'integer' },
      paid: { type: 'boolean' },
      note: { type: 'string' },
      any: true,
      anyNumber: true,
      lines: {
        type: 'array',
        items: {
          properties: { name: { type: 'string' }, price: amount, tags: { type: 'array', items: { type: 'string' } } },
        },
      },
    },
  },
};

const invoice = {
  number: '0042"\ud800',
  total: '12345678901234567890.10',
  count: 3,
  paid: true,
  any: 'text',
  anyNumber: 7,
  lines: [{ name: 'A', price: '1.50', tags: ['x', 'y'] }, { price: '1e3' }, { name: 'C', tags: [] }],
};

const cases: Record<string, [document: string, json: string]> = {
  'a text stays a text, a half pair is escaped': ['{ a: =invoice.number }', '{"a":"0042\\"\\ud800"}'],
  'a decimal is an exact number': [
    '{ a: =invoice.total, b: "=invoice.total + 1" }',
    '{"a":12345678901234567890.10,"b":12345678901234567891.1}',
  ],
  'numbers and truth values': [
    '{ a: =invoice.count, b: =invoice.paid, c: =invoice.count > 2 }',
    '{"a":3,"b":true,"c":true}',
  ],
  'a value without a schema decides itself': ['{ a: =invoice.any, b: =invoice.anyNumber }', '{"a":"text","b":7}'],
  'constants keep their type and digits': [
    '{ a: x, b: 1.10, c: true, d: "1.10", e: -2 }',
    '{"a":"x","b":1.10,"c":true,"d":"1.10","e":-2}',
  ],
  $type: [
    '{ a: { $value: =invoice.total, $type: string }, b: { $value: =invoice.count, $type: string }, c: { $value: "12", $type: number } }',
    '{"a":"12345678901234567890.10","b":"3","c":12}',
  ],
  'codes are text': ['{ a: { $value: =invoice.count, $codes: n } }', '{"a":"30"}'],
  'absent members are left out': ['{ a: =invoice.note, b: { c: =invoice.note }, d: x }', '{"d":"x"}'],
  $empty: [
    '{ a: { $value: =invoice.note, $empty: true, $type: number }, b: { $value: =invoice.note, $empty: true }, c: { $empty: true }, d: { $for: t in invoice.lines, $if: =false, $value: x, $empty: true } }',
    '{"a":null,"b":"","c":{},"d":[]}',
  ],
  'a loop makes an array': [
    '{ a: { $for: l in invoice.lines, n: =l.name, p: =l.price } }',
    '{"a":[{"n":"A","p":1.50},{"p":1000},{"n":"C"}]}',
  ],
  'a loop over values': [
    '{ a: { $for: l in invoice.lines, $if: "=has(l.name)", $value: =l.name } }',
    '{"a":["A","C"]}',
  ],
  'loops in loops': [
    '{ a: { $for: l in invoice.lines, t: { $for: t in l.tags, $value: =t } } }',
    '{"a":[{"t":["x","y"]}]}',
  ],
  'a list': [
    '{ a: [x, { b: =invoice.count }, { $for: l in invoice.lines, $value: =l.name }, [1, 2]] }',
    '{"a":["x",{"b":3},"A","C",[1,2]]}',
  ],
  'a document that is a list': ['[{ a: x }, =invoice.note]', '[{"a":"x"}]'],
  'a document that is a loop': ['{ $for: l in invoice.lines, n: =l.name }', '[{"n":"A"},{"n":"C"}]'],
  'an empty document': ['{ a: =invoice.note }', '{}'],
  'an empty list': ['[=invoice.note]', '[]'],
  'names as they are': ['{ "@type": x, "a b": y }', '{"@type":"x","a b":"y"}'],
};

describe('transform writes json', () => {
  it.each(Object.entries(cases))('%s', async (_, [document, json]) => {
    const mapping = `mapping: m\nwrites: json\ncodes: { n: { "3": "30" } }\ndocument: ${document}\n`;
    const { text, problems, mediaType } = await writeWith(mapping, { invoice }, { scope });
    expect(problems).toEqual([]);
    expect(text).toBe(json);
    expect(mediaType).toBe('application/json');
    expect(() => JSON.parse(json)).not.toThrow();
  });

  it.each([
    ['number', '+5'],
    ['number', '05'],
    ['number', 'NaN'],
    ['boolean', 'yes'],
  ])('refuses a %s that is %s', async (type, any) => {
    const mapping = `mapping: m\nwrites: json\ndocument: { a: { $value: =invoice.any, $type: ${type} } }\n`;
    const { problems } = await writeWith(mapping, { invoice: { any } }, { scope });
    expect(problems).toMatchObject([{ code: 'VALUE_TYPE', path: 'any', place: { line: 3, column: 26 } }]);
  });

  it('uses fragments', async () => {
    const mapping =
      'mapping: m\nwrites: json\nfragments: { f: { $with: { n: =invoice.count }, b: =n } }\ndocument: { a: x, $use: f, c: y }\n';
    expect((await writeWith(mapping, { invoice }, { scope })).text).toBe('{"a":"x","b":3,"c":"y"}');
  });
});
