import artefacts from '../../schemas/artefacts.schema.json' with { type: 'json' };
import codes from '../../schemas/codes.schema.json' with { type: 'json' };
import connector from '../../schemas/connector.base.json' with { type: 'json' };
import feature from '../../schemas/feature.base.json' with { type: 'json' };
import steps from '../../schemas/steps.base.json' with { type: 'json' };
import { createValidators, type SchemaObject, type ValidateFunction } from '../schema/index.ts';

const schemas = { artefacts, codes, connector, feature };
const compiled = new WeakMap<object, ValidateFunction>();
const validators = createValidators([steps]);

/** The validator of one of a feature's own files. */
export function validatorOf(name: keyof typeof schemas): ValidateFunction {
  return compile(schemas[name]);
}

/** The validator of an action's parameters or of a setting; compiled once per schema object. */
export function compile(schema: SchemaObject): ValidateFunction {
  const before = compiled.get(schema);
  if (before) return before;
  const validate = validators.compile(schema);
  compiled.set(schema, validate);
  return validate;
}
