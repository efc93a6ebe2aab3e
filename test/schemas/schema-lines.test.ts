import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { readSource } from '../../engine/read-source.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const features = readdirSync(join(root, 'features'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml'))
  .map((path) => `features/${path}`);

/** All schemas, as an editor has them: what they refer to is found by its id, and words of our own are passed over. */
const ajv = new Ajv2020({ strict: false, validateFormats: false });
const schemas = new Set(readdirSync(join(root, 'schemas')).filter((name) => name.endsWith('.schema.json')));
for (const name of schemas) ajv.addSchema(JSON.parse(readFileSync(join(root, 'schemas', name), 'utf8')), name);

describe('a YAML file of a feature', () => {
  it('names in its first line the schema by which editors know it, and is as that says', () => {
    const wrong = features.flatMap((path) => {
      const text = readFileSync(join(root, path), 'utf8');
      const [, named] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
      if (named === undefined) return [`${path} names no schema`];
      const schema = relative('schemas', join(dirname(path), named));
      if (!schemas.has(schema)) return [`${path}: there is no ${schema}`];
      const { data } = readSource(path, text).file ?? {};
      return ajv.validate(schema, data) ? [] : [`${path}: ${ajv.errorsText()}`];
    });
    expect(wrong).toEqual([]);
    expect(features.length).toBeGreaterThan(400);
  }, 60_000);
});
