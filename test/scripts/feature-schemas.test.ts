import { describe, expect, it } from 'vitest';
import { readFeatureFolder } from '../../engine/load.ts';
import { readSource } from '../../engine/read-source.ts';
import { createAjv } from '../../engine/schema/index.ts';
import { featureSchemas } from '../../scripts/feature-schemas.ts';
import { actions } from '../engine/load/actions.ts';
import { letters } from '../engine/load/fixtures.ts';

const schemas = featureSchemas(actions);

async function errorsOf(schema: string, path: string, change: (text: string) => string = (text) => text) {
  const { files } = await readFeatureFolder(letters);
  const validate = createAjv([]).compile(schemas[schema] ?? {});
  const { file } = readSource(path, change(files[path] ?? ''));
  return validate(file?.data)
    ? []
    : (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

describe('the editor’s schemas', () => {
  it.each([
    ['feature.schema.json', 'feature.yaml'],
    ['connector.schema.json', 'connectors/north.yaml'],
    ['connector.schema.json', 'connectors/south.yaml'],
  ])('%s takes %s', async (schema, path) => {
    expect(await errorsOf(schema, path)).toEqual([]);
  });

  it('knows the parameters of each action under its uses', async () => {
    const wrong = await errorsOf('feature.schema.json', 'feature.yaml', (text) =>
      text.replace('key: stamp', 'kye: stamp'),
    );
    expect(wrong).toContain('/pipelines/issue/steps/1/with additionalProperties');
    const missing = await errorsOf('feature.schema.json', 'feature.yaml', (text) =>
      text.replace('        with: { key: stamp, schema: letter.xsd }\n', ''),
    );
    expect(missing).toContain('/pipelines/issue/steps/1 required');
    const unknown = await errorsOf('feature.schema.json', 'feature.yaml', (text) =>
      text.replace('uses: seal', 'uses: seel'),
    );
    expect(unknown).toContain('/pipelines/issue/steps/1/uses anyOf');
  });

  it('refers to nothing outside itself', () => {
    for (const schema of Object.values(schemas)) {
      const references = [...JSON.stringify(schema).matchAll(/"\$ref":"([^"]*)"/g)].map((match) => match[1]);
      expect(references.every((each) => each?.startsWith('#/'))).toBe(true);
    }
  });

  it('says something about everything it names', () => {
    const silent: string[] = [];
    const visit = (schema: unknown, path: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      for (const [name, member] of Object.entries((schema as { properties?: object }).properties ?? {})) {
        if (!('description' in member) && !('$ref' in member) && !path.endsWith('/if')) silent.push(`${path}/${name}`);
      }
      for (const [name, member] of Object.entries(schema)) visit(member, `${path}/${name}`);
    };
    visit(schemas, '');
    expect(
      silent.filter((path) => !path.includes('/if/') && !path.includes('/then/') && !path.endsWith('/allOf')),
    ).toEqual([]);
  });
});
