import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createAjv, type SchemaObject } from '../../engine/schema/index.ts';
import { besideKey, schemaKey } from '../../engine/schema/validators.ts';
import { packageFolder } from '../../platform/environment/index.ts';
import { builtValidators } from '../../scripts/built-validators.ts';

const read = (path: string): string => readFileSync(join(packageFolder, path), 'utf8');
const steps = JSON.parse(read('schemas/steps.base.json'));
const model = JSON.parse(read('schemas/invoice.schema.json'));
const input = JSON.parse(read('features/mx/cfdi/input.schema.json'));
const feature = JSON.parse(read('schemas/feature.base.json'));

let built: ReadonlyMap<string, ValidateFunction>;
/** What is built imports packages: it has to find them. */
const folder = mkdtempSync(join(packageFolder, 'node_modules/.timbre-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(async () => {
  const input = join(packageFolder, 'engine/schema/built.ts');
  const build = await rolldown({ input, platform: 'node', external: /^ajv/, plugins: [builtValidators()] });
  await build.write({ file: join(folder, 'built.mjs'), format: 'esm' });
  await build.close();
  ({ built } = await import(join(folder, 'built.mjs')));
});

const builtFor = (schema: SchemaObject, others: readonly SchemaObject[], tell: 'errors' | 'verdict') => {
  const validate = built.get(schemaKey(schema, besideKey(others, tell)));
  if (validate === undefined) throw new Error('the build has not made it');
  return validate;
};

/** The data, and what becomes of it when one of its values is another. */
function* changed(data: object, value: unknown): Generator<unknown> {
  yield data;
  for (const [key, member] of Object.entries(data)) {
    yield { ...data, [key]: value };
    if (typeof member !== 'object' || member === null || Array.isArray(member)) continue;
    for (const inside of changed(member, value)) yield { ...data, [key]: inside };
  }
}

const values = [undefined, null, '', '\u0000', '1.10', 'ñ'.repeat(400), true, [], {}, { extra: 1 }];

describe('what the build compiles is what Ajv compiles when it runs', () => {
  it.each(values)('business data with %j, in brief', (value) => {
    const sample = JSON.parse(read('features/mx/cfdi/cases/invoice/input.json'));
    const [one, other] = [builtFor(input, [model], 'verdict'), createAjv([model], 'verdict').compile(input)];
    expect(one(sample)).toBe(true);
    for (const data of changed(sample, value)) expect(one(data)).toBe(other(data));
  });

  it.each(values)('a feature.yaml with %j, all that is wrong', (value) => {
    const [one, other] = [builtFor(feature, [steps], 'errors'), createAjv([steps]).compile(feature)];
    for (const data of changed(parse(read('features/mx/cfdi/feature.yaml')), value))
      expect([one(data), one.errors]).toEqual([other(data), other.errors]);
  });

  it('is not taken for a schema that says something else', () => {
    expect(() => builtFor({ ...feature, title: 'another' }, [steps], 'errors')).toThrow();
    expect(() => builtFor(feature, [], 'errors')).toThrow();
  });
});
