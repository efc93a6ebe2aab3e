import { describe, expect, it } from 'vitest';
import { transformAction } from '../../../actions/transform/index.ts';
import { runExample } from '../loading.ts';

describe('the examples of transform', () => {
  it.each(transformAction.examples)('$title', async (example) => {
    const scope = Object.fromEntries(Object.keys(example.variables ?? {}).map((name) => [name, true]));
    const { output, problem } = await runExample(
      transformAction,
      example,
      () => ({ mapping: mappingOf(example.step) }),
      {
        scope,
      },
    );
    expect(problem).toBe(example.expect.problem);
    const texts = Object.entries(output?.documents ?? {}).map(([name, { bytes }]) => [
      name,
      Buffer.from(bytes).toString(),
    ]);
    expect(Object.fromEntries(texts)).toEqual(example.expect.documents ?? {});
  });
});

const mappingOf = (step: string): string => /mapping: (\S+)/.exec(step)?.[1] ?? '';
