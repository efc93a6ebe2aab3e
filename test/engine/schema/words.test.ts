import { describe, expect, it } from 'vitest';
import { checkData, createAjv } from '../../../engine/schema/index.ts';

const schema = {
  properties: {
    amount: { type: 'string', format: 'decimal', pattern: '^-?[0-9]{1,18}(\\.[0-9]{1,10})?$' },
    code: { type: 'string', pattern: '^[A-Z]{3}$' },
    content: { type: 'string', contentEncoding: 'base64' },
  },
};
const errors = createAjv([]).compile(schema);
const verdict = createAjv([], 'verdict').compile(schema);

/** What is wrong with the data; whether it is wrong is asked of both forms. */
function wrong(data: unknown): string | undefined {
  const [found] = checkData(errors, data).map(({ message }) => message);
  expect(verdict(data)).toBe(found === undefined);
  return found?.replace(/^.*, but /, '');
}

describe('what is wrong with business data is said in plain words', () => {
  it.each([
    ['1e3', 'must be an exact decimal such as "1160.00".'],
    ['1,000.00', 'must be an exact decimal such as "1160.00".'],
    ['1234567890123456789', 'must have at most 18 digits before the point and 10 after it.'],
    ['0.12345678901', 'must have at most 18 digits before the point and 10 after it.'],
    ['-123456789012345678.1234567890', undefined],
  ])('the amount %s', (amount, expected) => expect(wrong({ amount })).toBe(expected));

  it.each([
    ['!!!', 'must be base64.'],
    ['YQ', 'must be base64.'],
    ['_-8=', 'must be base64.'],
    ['YQ==YQ==', 'must be base64.'],
    ['YQ==', undefined],
    ['aG91\r\ncnMs\r\n', undefined],
  ])('the content %j', (content, expected) => expect(wrong({ content })).toBe(expected));

  it('any other form by the form', () => expect(wrong({ code: 'EURO' })).toBe('does not have the form ^[A-Z]{3}$.'));
});
