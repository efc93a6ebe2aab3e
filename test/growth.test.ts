import { expect, it } from 'vitest';
import { growth } from './growth.ts';

const work = (steps: number): number => {
  let sum = 0;
  for (let step = 0; step < steps; step++) sum += Math.sqrt(step);
  return sum;
};

it('tells what grows with the square of its parts from what grows with their number', () => {
  expect(growth(1000, 16_000, 5, (parts) => work(parts * 500))).toBeLessThan(5);
  expect(growth(1000, 16_000, 5, (parts) => work((parts * parts) / 20))).toBeGreaterThan(5);
});
