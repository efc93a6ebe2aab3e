import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readSource } from '../../engine/read-source.ts';
import { createAjv } from '../../engine/schema/index.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (name: string): Record<string, unknown> => JSON.parse(readFileSync(`${root}schemas/${name}`, 'utf8'));
const steps = read('steps.base.json');

const names = ['feature.base.json', 'connector.base.json', 'case.schema.json', 'codes.schema.json'];
const more = ['environment.schema.json', 'labels.schema.json', 'sandbox.schema.json', 'text.schema.json'];
const files = [...names, 'artefacts.schema.json', ...more];

describe.each([...files, 'steps.base.json'])('%s', (name) => {
  it('is a JSON Schema that the strict mode takes', () => {
    const ajv = createAjv(name === 'steps.base.json' ? [] : [steps]);
    expect(ajv.validateSchema(read(name))).toBe(true);
    expect(() => ajv.compile(read(name))).not.toThrow();
  });

  it('has a title and a description for all that it names', () => {
    const silent: string[] = [];
    const visit = (schema: unknown, path: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      const { properties = {}, $defs = {} } = schema as { properties?: object; $defs?: object };
      for (const [member, named] of [...Object.entries(properties), ...Object.entries($defs)]) {
        // A branch that asks for a member described elsewhere names it with `true`.
        if (named === true || '$ref' in named || ('title' in named && 'description' in named)) continue;
        silent.push(`${path}/${member}`);
      }
      for (const [key, member] of Object.entries(schema)) visit(member, `${path}/${key}`);
    };
    visit(read(name), '');
    expect(silent).toEqual([]);
  });
});

function errorsOf(schema: string, text: string): string[] {
  const validate = createAjv([steps]).compile(read(schema));
  const { file, problems } = readSource('f.yaml', text);
  if (!file) return problems.map(({ message }) => message);
  return validate(file.data)
    ? []
    : (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

describe('environment.schema.json', () => {
  const environment = `
name: test
store: { folder: data/runs }
vault: { folder: vault }
artefacts: { folder: cache }
allowedHosts: [pac.example, "localhost:8443"]
features: [features/mx/cfdi]
settings: { pac: finkok }
legalEntities:
  "one":
    settings: { pacUrl: "https://pac.example" }
    secrets: { csd: csd-one }
`;

  it.each([
    ['whole', (text: string) => text, []],
    ['another name', (text: string) => text.replace('name: test', 'name: staging'), ['/name enum']],
    ['no store', (text: string) => text.replace(/store: .*/, ''), [' required']],
    [
      'an unknown key',
      (text: string) => text.replace('csd-one }', 'csd-one }\n    taxID: x'),
      ['/legalEntities/one additionalProperties'],
    ],
  ])('%s', (_, change, expected) => {
    expect(errorsOf('environment.schema.json', change(environment))).toEqual(expected);
  });
});

const cases = `${root}features/mx/cfdi/cases/`;

const named = existsSync(cases) ? readdirSync(cases).filter((name) => existsSync(`${cases}${name}/case.yaml`)) : [];

describe.skipIf(named.length === 0)('the cases of mx/cfdi', () => {
  it.each(named)('%s has the shape of a case', (name) => {
    expect(errorsOf('case.schema.json', readFileSync(`${cases}${name}/case.yaml`, 'utf8'))).toEqual([]);
  });
});
