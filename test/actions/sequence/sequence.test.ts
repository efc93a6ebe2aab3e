import { describe, expect, it } from 'vitest';
import { sequenceAction } from '../../../actions/sequence/index.ts';
import type { StateContext } from '../../../engine/action.ts';
import { codeOf, prepared } from '../compile.ts';
import { contextOf } from '../loading.ts';

const numbered = (variables: Readonly<Record<string, unknown>>, seen: unknown[] = []): StateContext => ({
  ...contextOf({ variables }),
  allocate: async (counter, first) => {
    seen.push([counter, first]);
    return first + 6;
  },
});

describe('sequence', () => {
  it('takes the number of the counter it names', async () => {
    const seen: unknown[] = [];
    const step = prepared(sequenceAction, `counter: '="file-" + invoice.seller'\nfirst: 5\nwidth: 4\n`);
    const output = await sequenceAction.run(numbered({ invoice: { seller: 'A' } }, seen), step);
    expect(output.values).toEqual({ number: 11, text: '0011' });
    expect(seen).toEqual([['file-A', 5]]);
  });

  it('begins with 1, as text without zeros', async () => {
    const output = await sequenceAction.run(numbered({}), prepared(sequenceAction, 'counter: files\n'));
    expect(output.values).toEqual({ number: 7, text: '7' });
  });

  it('does not count without a name', async () => {
    const step = prepared(sequenceAction, 'counter: =invoice.series\n');
    expect(await codeOf(() => sequenceAction.run(numbered({ invoice: {} }), step))).toBe('PARAMETER_ABSENT');
  });

  it.each(sequenceAction.examples)('example: $title', async (example) => {
    const yaml = `counter: '="file-" + invoice.seller.taxId'\nfirst: 1\nwidth: 5\n`;
    const context = { ...numbered(example.variables ?? {}), allocate: async (_: string, first: number) => first };
    expect((await sequenceAction.run(context, prepared(sequenceAction, yaml))).values).toEqual(example.expect.values);
  });
});
