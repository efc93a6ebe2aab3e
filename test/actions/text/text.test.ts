import { describe, expect, it } from 'vitest';
import { textAction } from '../../../actions/text/index.ts';
import { tryExample } from '../compile.ts';

describe('text', () => {
  it.each(textAction.examples)('example: $title', async (example) => {
    const { output, problem } = await tryExample(textAction, example);
    expect(problem).toBe(example.expect.problem);
    const bytes = output?.documents?.document?.bytes;
    expect(bytes && Buffer.from(bytes).toString()).toBe(example.expect.documents?.document);
  });
});
