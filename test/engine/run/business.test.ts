import { expect, it } from 'vitest';
import { Submitted } from '../../../engine/run/business.ts';

const record = (sha256: string, size: number) => ({
  path: '',
  mediaType: 'application/json',
  fileName: '',
  sha256,
  size,
});
const megabyte = 1024 * 1024;

it('hands an invoice out once', () => {
  const submitted = new Submitted();
  const invoice = { number: '1' };
  submitted.add(record('a', 10), invoice);
  expect(submitted.take('b')).toBeUndefined();
  expect(submitted.take('a')).toBe(invoice);
  expect(submitted.take('a')).toBeUndefined();
});

it('forgets the oldest when there is too much', () => {
  const submitted = new Submitted();
  for (const [at, name] of ['a', 'b', 'a', 'c'].entries()) submitted.add(record(name, 3 * megabyte), at);
  expect(submitted.take('b')).toBeUndefined();
  expect(submitted.take('a')).toBe(2);
  submitted.add(record('d', 9 * megabyte), 'd');
  expect(submitted.take('c')).toBeUndefined();
  expect(submitted.take('d')).toBeUndefined();
  submitted.add(record('e', megabyte), 'e');
  expect(submitted.take('e')).toBe('e');
});
