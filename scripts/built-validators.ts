import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import standaloneCode from 'ajv/dist/standalone/index.js';
import type { Plugin } from 'rolldown';
import { parse } from 'yaml';
import { actions } from '../actions/index.ts';
import { createAjv, type SchemaObject } from '../engine/schema/index.ts';
import { besideKey, schemaKey } from '../engine/schema/validators.ts';
import { featureFolders, ownFeatures, packageFolder } from '../platform/environment/index.ts';

/** Schemas that are compiled with the same others and to tell the same. */
interface Group {
  readonly tell: 'errors' | 'verdict';
  readonly others: readonly SchemaObject[];
  readonly schemas: readonly SchemaObject[];
}

/** In the bundle, `engine/schema/built.ts` has validators of the schemas that nearly every command would compile at its start. */
export function builtValidators(): Plugin {
  const all = groups();
  return {
    name: 'built-validators',
    load(id) {
      const group = all.find((_, index) => id === moduleOf(index));
      if (group) return moduleText(group);
      return id.endsWith('/engine/schema/built.ts') ? tableText(all) : undefined;
    },
    resolveId: (name) => (name.startsWith(moduleOf('')) ? name : undefined),
  };
}

const moduleOf = (at: number | string): string => `validators:${at}`;

function groups(): readonly Group[] {
  const steps = own('steps.base');
  const files = [
    'artefacts.schema',
    'codes.schema',
    'connector.base',
    'feature.base',
    'overlay.base',
    'changes.schema',
  ];
  const settings = settingsOfFeatures();
  return [
    {
      tell: 'errors',
      others: [steps],
      schemas: [...files.map(own), ...actions.map((action) => action.with), ...settings],
    },
    {
      tell: 'errors',
      others: [],
      schemas: [...['environment.schema', 'print.schema', 'sandbox.schema'].map(own), ...settings],
    },
    { tell: 'verdict', others: [own('invoice.schema')], schemas: inputsOfFeatures() },
  ];
}

const own = (name: string): SchemaObject => readJson(join(packageFolder, 'schemas', `${name}.json`));
const readJson = (path: string): SchemaObject => JSON.parse(readFileSync(path, 'utf8'));

/** What business data must be: `input.schema.json`, `input.cancel.schema.json` … */
function inputsOfFeatures(): readonly SchemaObject[] {
  return featureFolders(ownFeatures).flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => /^input\b.*\.schema\.json$/.test(file))
      .map((file) => readJson(join(folder, file))),
  );
}

/** Those of features and of their connectors; those that an overlay changes are compiled when it is loaded. */
function settingsOfFeatures(): readonly SchemaObject[] {
  const files = featureFolders(ownFeatures).flatMap((folder) => {
    const connectors = join(folder, 'connectors');
    const own = existsSync(connectors) ? readdirSync(connectors).map((file) => join(connectors, file)) : [];
    return [join(folder, 'feature.yaml'), ...own.filter((file) => file.endsWith('.yaml'))];
  });
  const all = files.flatMap((file) => {
    const { extends: base, settings = {} }: Written = parse(readFileSync(file, 'utf8'));
    if (base !== undefined) return [];
    return Object.values(settings).map(({ summary, default: fallback, ...schema }) => schema);
  });
  return [...new Map(all.map((schema) => [JSON.stringify(schema), schema])).values()];
}

interface Written {
  readonly extends?: string;
  readonly settings?: Readonly<Record<string, SchemaObject>>;
}

/** What Ajv compiled, as a module: what it would `require` is imported, and our own functions are, too. */
function moduleText({ tell, others, schemas }: Group): string {
  const ajv = createAjv(others, tell, true);
  schemas.forEach((schema, index) => {
    ajv.addSchema(schema, nameOf(index));
  });
  const names = Object.fromEntries(schemas.map((_, index) => [nameOf(index), nameOf(index)]));
  const imports = new Map<string, string>();
  const code = standaloneCode.default(ajv, names).replaceAll(/require\("([^"]+)"\)/g, (_, name: string) => {
    const as = imports.get(name) ?? `required${imports.size}`;
    imports.set(name, as);
    return as;
  });
  const lines = [...imports].map(([name, as]) => `import ${as} from '${name}.js';`);
  const ours = `${packageFolder}/engine/schema`;
  return [
    `import { isBase64 } from '${ours}/base64.ts';`,
    `import { characters } from '${ours}/length.ts';`,
    ...lines,
    code,
  ].join('\n');
}

const nameOf = (index: number): string => `validator${index}`;

function tableText(all: readonly Group[]): string {
  const entries = all.flatMap(({ tell, others, schemas }, at) => {
    const beside = besideKey(others, tell);
    return schemas.map(
      (schema, index) => `[${JSON.stringify(schemaKey(schema, beside))}, group${at}.${nameOf(index)}]`,
    );
  });
  const imports = all.map((_, at) => `import * as group${at} from '${moduleOf(at)}';`);
  return [...imports, `export const built = new Map([${entries.join(',\n')}]);`].join('\n');
}
