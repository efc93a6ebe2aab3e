import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createAjv } from '../../../engine/schema/index.ts';

const read = (path: string) => JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8'));
const model = read('schemas/invoice.schema.json');
const schema = read('features/mx/cfdi/input.schema.json');
const sample = read('features/mx/cfdi/cases/invoice/input.json');

type Key = string | number;

/** The path of every value in the data. */
const pathsIn = (value: unknown, path: readonly Key[] = []): (readonly Key[])[] =>
  typeof value !== 'object' || value === null
    ? [path]
    : [path, ...Object.entries(value).flatMap(([key, member]) => pathsIn(member, [...path, key]))];

function changed(path: readonly Key[], value: unknown): unknown {
  const copy = structuredClone(sample);
  const parent = path.slice(0, -1).reduce((at, key) => at[key], copy);
  const last = path.at(-1);
  if (last === undefined) return value;
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

describe('the verdict on a length is that of the errors', () => {
  const lengths = { type: 'string', minLength: 3, maxLength: 5 };
  const verdict = createAjv([], 'verdict').compile(lengths);
  const errors = createAjv([]).compile(lengths);
  const letters = ['', 'a', 'ñ', '\u{1f9fe}', '\ud83e'];

  it.each(letters.flatMap((letter) => [0, 1, 2, 3, 5, 6, 10, 11].map((times) => letter.repeat(times))))('%j', (text) =>
    expect(verdict(text)).toBe(errors(text)),
  );
  it('counts characters', () =>
    expect([verdict('\u{1f9fe}'.repeat(5)), verdict('\u{1f9fe}\u{1f9fe}')]).toEqual([true, false]));
});

describe('the verdict on business data is that of the errors', () => {
  const verdict = createAjv([model], 'verdict').compile(schema);
  const errors = createAjv([model]).compile(schema);
  const changes = [undefined, null, '', 'x|y', '\u0000', '1.10', '-1', 1.5, true, [], [1], {}, { extra: 1 }].map(
    (value) => ({ value }),
  );

  it('for the sample itself', () => expect([verdict(sample), errors(sample)]).toEqual([true, true]));

  it.each(changes)('whichever of its values is $value', ({ value }) => {
    for (const path of pathsIn(sample)) {
      const data = changed(path, value);
      expect(verdict(data), path.join('.')).toBe(errors(data));
    }
  });
});
