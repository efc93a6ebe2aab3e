import { describe, expect, it } from 'vitest';
import { fromRoot, invalid, load } from './fixtures.ts';

describe('an overlay that is wrong in one way', () => {
  it.each(invalid)('$name: one problem, with both places', async ({ folder, expected, base }) => {
    const { feature, problems } = await load(folder);
    expect(feature).toBeUndefined();
    expect(problems.map(({ code, place }) => `${code} ${place?.file}:${place?.line}:${place?.column}`)).toEqual([
      expected,
    ]);
    const related = problems[0]?.related;
    expect(related ? `${fromRoot(folder, related.file)}:${related.line}` : '').toBe(base);
  });
});
