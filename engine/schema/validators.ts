import { createHash } from 'node:crypto';
import { createAjv, type SchemaObject, type Tell, type ValidateFunction } from './ajv.ts';
import { built } from './built.ts';

/** Compiles schemas that may refer to some others by their `$id`. */
export interface Validators {
  /**
   * Once for what a schema says. Whoever asks says what the schema lets through: the two are written for each other. Throws what Ajv
   * says of a schema that is wrong.
   */
  compile<T = unknown>(schema: SchemaObject): ValidateFunction<T>;
  /** The schema behind a reference. */
  find(reference: string): SchemaObject | undefined;
}

/** Ajv is there once it is needed: what the build has compiled is taken as it is. */
export function createValidators(others: readonly SchemaObject[] = [], tell: Tell = 'errors'): Validators {
  let ajv: ReturnType<typeof createAjv> | undefined;
  const own = () => {
    ajv ??= createAjv(others, tell);
    return ajv;
  };
  let beside: string | undefined;
  // A feature that is read anew brings the same schemas as other objects. Ajv never forgets the names in what it has compiled.
  const sayingTheSame = new Map<string, ValidateFunction>();
  const compiled = (schema: SchemaObject): ValidateFunction => {
    beside ??= besideKey(others, tell);
    const key = schemaKey(schema, beside);
    const validate = built.get(key) ?? sayingTheSame.get(key) ?? compiledBy(own(), schema);
    sayingTheSame.set(key, validate);
    return validate;
  };
  const kept = new WeakMap<SchemaObject, ValidateFunction>();
  return {
    compile<T>(schema: SchemaObject) {
      const validate = kept.get(schema) ?? compiled(schema);
      kept.set(schema, validate);
      return validate as ValidateFunction<T>;
    },
    find(reference) {
      const found = own().getSchema(reference)?.schema;
      return typeof found === 'object' ? found : undefined;
    },
  };
}

function compiledBy(ajv: ReturnType<typeof createAjv>, schema: SchemaObject): ValidateFunction {
  const validate = ajv.compile(schema);
  // Who asked holds what was compiled; Ajv would keep every version of every feature for ever.
  ajv.removeSchema(schema);
  return validate;
}

/** What a validator is made of besides its schema. */
export const besideKey = (others: readonly SchemaObject[], tell: Tell): string => hash(JSON.stringify([tell, others]));

/** What a schema and all it is compiled with say: another letter, another key. */
export const schemaKey = (schema: SchemaObject, beside: string): string => hash(`${beside}${JSON.stringify(schema)}`);

const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
