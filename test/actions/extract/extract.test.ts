import Ajv from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { extractAction } from '../../../actions/extract/index.ts';
import type { ExtractionSpec } from '../../../actions/lib/extract/index.ts';
import { runExample } from '../loading.ts';

const holds = new Ajv.default({ strict: true, allowUnionTypes: true }).compile<ExtractionSpec>(extractAction.with);

describe('the examples of extract', () => {
  test.each(extractAction.examples)('$title', async (example) => {
    const { output, problem } = await runExample(extractAction, example, (raw) => {
      if (holds(raw)) return raw;
      throw new Error(JSON.stringify(holds.errors));
    });
    expect(problem).toBe(example.expect.problem);
    if (example.expect.values) expect(output?.values).toEqual(example.expect.values);
    for (const [name, text] of Object.entries(example.expect.documents ?? {}))
      expect(Buffer.from(output?.documents?.[name]?.bytes ?? []).toString()).toBe(text);
  });
});
