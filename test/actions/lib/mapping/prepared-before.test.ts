import { describe, expect, it } from 'vitest';
import { prepareMapping } from '../../../../actions/lib/mapping/index.ts';
import type { JsonSchema } from '../../../../engine/expression.ts';
import { loadingOf } from '../../loading.ts';

const objectOf = (...names: string[]): JsonSchema => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
});
const invoice = objectOf('number');
const mapping = (value: string, more = '') => `mapping: m\nwrites: xml\n${more}document: { Invoice: ${value} }\n`;
const files = {
  'plain.yaml': mapping('=invoice.number'),
  'steps.yaml': mapping('=steps.id'),
  'shared.yaml': 'writes: xml\nfragments: { id: { Id: =steps.id } }\n',
  'including.yaml': mapping('{ $use: id }', 'include: [shared.yaml]\n'),
  'naming.yaml': mapping('{ Line: { $for: "later in invoice.lines", Id: =later } }'),
};
const lines: JsonSchema = {
  type: 'object',
  properties: { lines: { type: 'array', items: { type: 'string' } } },
};

describe('a mapping that two steps name', () => {
  it.each([
    ['is compiled once where they differ in names that it does not mention', 'plain.yaml', { invoice }, true],
    ['is compiled for each where it mentions what differs', 'steps.yaml', {}, false],
    ['is compiled for each where what it includes mentions it', 'including.yaml', {}, false],
  ])('%s', (_, path, more, same) => {
    const { loading, at, problems } = loadingOf('{}', { files });
    const prepare = (steps: JsonSchema) => prepareMapping(path, { ...loading, scope: { ...more, steps } }, at);
    const [first, second] = [prepare(objectOf('id')), prepare(objectOf('id', 'other'))];
    expect(problems).toEqual([]);
    expect(first).toBeDefined();
    expect(second === first).toBe(same);
  });

  it('is compiled for each loading of its feature', () => {
    const { loading, at } = loadingOf('{}', { files, scope: { invoice } });
    const [first, second] = [loading, { ...loading, load: {} }].map((each) => prepareMapping('plain.yaml', each, at));
    expect(first).toBeDefined();
    expect(second).toBeDefined();
    expect(second).not.toBe(first);
  });

  it('is wrong for the one whose names hide its own', () => {
    const { loading, at, problems } = loadingOf('{}', { files });
    const prepare = (more: object) =>
      prepareMapping('naming.yaml', { ...loading, scope: { invoice: lines, ...more } }, at);
    expect(prepare({})).toBeDefined();
    expect(prepare({ later: invoice })).toBeUndefined();
    expect(problems.map(({ code }) => code)).toEqual(['SCHEMA']);
  });
});
