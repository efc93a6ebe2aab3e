import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Codes } from '../../../../actions/lib/xsd/codes.ts';
import { numbered } from './schemas.ts';

const short = fc.string({ unit: 'binary', maxLength: 3 });

test('has what was added, each once, in its order: a set', () => {
  fc.assert(
    fc.property(fc.array(short, { maxLength: 200 }), fc.array(short), (added, asked) => {
      const codes = new Codes();
      for (const each of added) codes.add(each);
      const set = new Set(added);
      expect([...codes]).toEqual([...set]);
      expect(codes.size).toBe(set.size);
      for (const each of [...added, ...asked]) expect(codes.has(each)).toBe(set.has(each));
    }),
  );
});

test('nothing is in an empty one', () => {
  const codes = new Codes();
  expect([...codes]).toEqual([]);
  expect(codes.has('')).toBe(false);
});

test('as many as a catalogue has', () => {
  const all = numbered(150_000);
  const codes = new Codes();
  for (const each of all) codes.add(each);
  expect(codes.size).toBe(150_000);
  expect(all.every((each) => codes.has(each))).toBe(true);
  expect(numbered(1_000, 'x').some((each) => codes.has(each))).toBe(false);
});

test('one longer than any catalogue has', () => {
  const codes = new Codes();
  const long = ['x'.repeat(65_535), 'y'.repeat(65_536), 'z'.repeat(200_000), ''];
  for (const each of long) codes.add(each);
  expect([...codes]).toEqual(long);
  expect(long.every((each) => codes.has(each))).toBe(true);
  expect(codes.has('y'.repeat(65_537))).toBe(false);
});
