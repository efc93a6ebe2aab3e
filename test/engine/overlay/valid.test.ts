import { describe, expect, it } from 'vitest';
import { load, root } from './fixtures.ts';

describe('an overlay that does one of everything', () => {
  it('loads without a problem', async () => {
    const { problems } = await load(`${root}acme/forms`);
    expect(problems).toEqual([]);
  });
});
