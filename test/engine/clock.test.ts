import { expect, test } from 'vitest';
import { isoText } from '../../engine/clock.ts';

test('the text of each moment, in any order, whatever became of the date', () => {
  const moment = new Date('2026-03-01T12:55:00.001Z');
  expect(isoText(moment)).toBe('2026-03-01T12:55:00.001Z');
  expect(isoText(new Date(moment))).toBe('2026-03-01T12:55:00.001Z');
  moment.setUTCMilliseconds(2);
  expect(isoText(moment)).toBe('2026-03-01T12:55:00.002Z');
  expect(isoText(new Date('2026-03-01T12:55:00.999Z'))).toBe('2026-03-01T12:55:00.999Z');
  expect(isoText(new Date('2026-03-01T12:55:01Z'))).toBe('2026-03-01T12:55:01.000Z');
  expect(isoText(new Date('1969-12-31T23:59:59.998Z'))).toBe('1969-12-31T23:59:59.998Z');
  expect(isoText(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
  expect(() => isoText(new Date(Number.NaN))).toThrow(RangeError);
});
