import { describe, expect, it } from 'vitest';
import { parseAction } from '../../../actions/parse/index.ts';
import invoiceSchema from '../../../schemas/invoice.schema.json' with { type: 'json' };
import { pageText } from '../../docs/pages.ts';
import { runExample } from '../loading.ts';
import { readWith } from './read.ts';

describe('the examples of parse', () => {
  it.each(parseAction.examples)('$title', async (example) => {
    const { output, problem } = await runExample(parseAction, example, () => ({ mapping: 'mappings/invoice.yaml' }), {
      scope: { invoice: true },
    });
    expect(problem).toBe(example.expect.problem);
    const data = output?.documents?.data?.bytes;
    expect(data && Buffer.from(data).toString('utf8')).toBe(example.expect.documents?.data);
    expect(output?.values).toEqual(example.expect.values);
  });
});

describe('docs/mapping.md', () => {
  it('says what is read back', async () => {
    const blocks = [...pageText('docs/mapping.md').matchAll(/^```\w+ back\n((?:.|\n)*?)^```$/gm)];
    const [mapping = '', document = '', data = '', notUnderstood = ''] = blocks.map(([, text]) => text);
    const read = await readWith(`mapping: example\nwrites: xml\n${mapping}`, document, invoiceSchema);
    expect(read.data).toEqual(JSON.parse(data));
    expect(read.notUnderstood).toEqual(notUnderstood.trim().split('\n'));
    expect(read.problems.map(({ code, severity }) => `${code} ${severity}`)).toEqual(
      Array.from({ length: 2 }, () => 'PARSE_NOT_UNDERSTOOD warning'),
    );
  });
});
