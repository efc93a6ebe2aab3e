import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { registerSchema } from '../../../engine/expression.ts';
import invoiceSchema from '../../../schemas/invoice.schema.json' with { type: 'json' };
import { writeWith } from './write.ts';

const page = readFileSync(new URL('../../../docs/mapping.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/^```(\w+) ?(\w*)\n((?:.|\n)*?)^```$/gm)].map(
  ([, language = '', name = '', text = '']) => ({
    language,
    name,
    text,
  }),
);
const invoice: unknown = JSON.parse(blocks.find(({ name }) => name === 'invoice')?.text ?? '');
const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, title = '']) => title);
const examples = blocks.flatMap((block, index) => {
  const result = blocks[index + 1];
  return block.language === 'yaml' && block.name === '' && result !== undefined
    ? [{ mapping: block.text, result }]
    : [];
});

describe('docs/mapping.md', () => {
  registerSchema('urn:timbre:invoice:1', invoiceSchema);

  it('has an example for most tasks', () => {
    expect(examples.length).toBeGreaterThanOrEqual(9);
    expect(headings.length).toBeGreaterThanOrEqual(examples.length);
  });

  it.each(examples)('says what is written: case %#', async ({ mapping, result }) => {
    const whole = mapping.startsWith('mapping:') ? mapping : `mapping: example\nwrites: xml\n${mapping}`;
    const { text = '', problems } = await writeWith(
      whole,
      { invoice },
      { scope: { invoice: { $ref: 'urn:timbre:invoice:1' } } },
    );
    expect(problems).toEqual([]);
    if (result.language === 'xml')
      expect(text.replace(/^<\?.*\?>\n/, '')).toBe(result.text.replace(/>\s+</g, '><').trim());
    else if (result.language === 'html')
      expect(text.replace('<!DOCTYPE html>\n', '<!DOCTYPE html>').trim()).toBe(
        result.text.replace(/>\s+</g, '><').trim(),
      );
    else if (result.language === 'json') expect(text).toBe(result.text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1'));
    else expect(text).toBe(result.text.trimEnd());
  });

  it('says what is written with parts that mappings share', async () => {
    const [parts = '', mapping = '', result = ''] = blocks
      .filter(({ name }) => name === 'parts' || name === 'including')
      .map((block) => block.text);
    const scope = { invoice: { $ref: 'urn:timbre:invoice:1' } };
    const whole = `mapping: example\nwrites: xml\n${mapping}`;
    const { text = '', problems } = await writeWith(
      whole,
      { invoice },
      { scope, files: { 'mappings/parts.yaml': parts } },
    );
    expect(problems).toEqual([]);
    expect(text.replace(/^<\?.*\?>\n/, '')).toBe(result.replace(/>\s+</g, '><').trim());
  });
});
