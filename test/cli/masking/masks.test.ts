import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotationsOf, Masks, maskData, seeTexts } from '../../../cli/masking/index.ts';

const schema = {
  type: 'object',
  properties: {
    name: { title: 'Name', type: 'string' },
    other: { title: 'Other', type: 'string' },
    kind: { enum: ['goods', 'services'] },
    code: { type: 'string', 'x-keep': '^[A-Z0-9]{1,3}$' },
    free: { type: 'string', 'x-keep': true },
    day: { type: 'string', format: 'date' },
    amount: { type: ['string', 'number'], format: 'decimal' },
    taxId: { $ref: '#/$defs/taxpayer' },
    paid: { type: 'boolean' },
    list: { type: 'array', items: { title: 'Item', type: 'string' } },
    open: { type: 'object' },
  },
  $defs: { taxpayer: { type: 'string', 'x-keep': '^X+$', 'x-mask': ['AAA', 'BBB', 'CCCC'] } },
};

function masked(data: unknown): unknown {
  const annotations = annotationsOf(schema, [], data);
  const masks = new Masks();
  seeTexts(data, annotations, masks);
  return maskData(data, annotations, masks);
}

describe('what is kept', () => {
  const kept: readonly object[] = [
    { kind: 'goods' },
    { code: 'H87' },
    { free: 'Whatever it says' },
    { day: '2026-03-01' },
    { amount: '-12.50' },
    { amount: 12.5 },
    { paid: true },
    { taxId: 'XXXX' },
    { taxId: 'BBB' },
    { list: [] },
  ];
  it.each(kept.map((data) => [JSON.stringify(data), data]))('%s', (_, data) => expect(masked(data)).toEqual(data));
});

describe('what is masked', () => {
  const rows: readonly (readonly [data: object, masked: object])[] = [
    [{ name: 'Juana Pérez' }, { name: 'Name 1' }],
    [
      { name: 'Juana Pérez', other: 'Ana García' },
      { name: 'Name 1', other: 'Other 1' },
    ],
    [
      { name: 'Juana Pérez', other: 'Juana Pérez' },
      { name: 'Name 1', other: 'Name 1' },
    ],
    [{ list: ['An old hat', 'A new hat', 'An old hat'] }, { list: ['Item 1', 'Item 2', 'Item 1'] }],
    [{ code: 'Juan' }, { code: expect.stringMatching(/^(?!Juan)[A-Z][a-z]{3}$/) }],
    [{ name: '55 1234-5678' }, { name: expect.stringMatching(/^(?!55 1234-5678)\d\d \d{4}-\d{4}$/) }],
    [{ name: 'Al' }, { name: expect.stringMatching(/^(?!Al)[A-Z][a-z]$/) }],
    [{ name: '3E-f0' }, { name: expect.stringMatching(/^(?!3E-f0)\d[A-F]-[a-f]\d$/) }],
    [{ name: '---' }, { name: expect.stringMatching(/^---\d+$/) }],
    [
      { kind: 'Juan', taxId: 'QQQ' },
      { kind: expect.not.stringMatching('Juan'), taxId: 'AAA' },
    ],
    [
      { taxId: 'QQQ', other: 'AAA' },
      { taxId: 'BBB', other: expect.stringMatching(/^(?!AAA|BBB)[A-Z]{3}$/) },
    ],
    [{ taxId: 'QQQQ' }, { taxId: 'CCCC' }],
    [{ taxId: 'QQQQQ' }, { taxId: expect.stringMatching(/^(?!QQQQQ)[A-Z]{5}$/) }],
    [
      { name: 'Juana Pérez', unknown: 'Juana', open: { Juana: 'Pérez' } },
      { name: 'Name 1', open: {} },
    ],
  ];
  it.each(rows.map(([data, result]) => [JSON.stringify(data), data, result]))('%s', (_, data, result) =>
    expect(masked(data)).toEqual(result),
  );
});

it('gives the same text the same mask, and different texts different ones', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.stringMatching(/^[0-9]{1,2}$/), fc.constantFrom('a', 'B', 'An old hat'))),
      (list) => {
        const { list: masks } = masked({ list }) as { list: string[] };
        expect(masks).toHaveLength(list.length);
        const pairs = new Set(list.map((text, index) => JSON.stringify([text, masks[index]])));
        expect(pairs.size).toBe(new Set(list).size);
        expect(new Set(masks).size).toBe(new Set(list).size);
        expect(masks.filter((mask) => list.includes(mask))).toEqual([]);
      },
    ),
  );
});
