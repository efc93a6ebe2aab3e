import { describe, expect, it } from 'vitest';
import { calculateAction } from '../../../actions/calculate/index.ts';
import { tryExample } from '../compile.ts';

describe('the examples of calculate', () => {
  it.each(calculateAction.examples)('$title', async (example) => {
    const { output, problem } = await tryExample(calculateAction, example);
    expect(problem).toBe(example.expect.problem);
    const texts = Object.entries(output?.documents ?? {}).map(([name, { bytes }]) => [
      name,
      JSON.parse(Buffer.from(bytes).toString()),
    ]);
    const expected = Object.entries(example.expect.documents ?? {}).map(([name, text]) => [name, JSON.parse(text)]);
    expect(texts).toEqual(expected);
    expect(output?.values ?? {}).toEqual(example.expect.values ?? {});
  });
});
