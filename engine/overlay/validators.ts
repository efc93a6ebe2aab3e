import changes from '../../schemas/changes.schema.json' with { type: 'json' };
import overlay from '../../schemas/overlay.base.json' with { type: 'json' };
import steps from '../../schemas/steps.base.json' with { type: 'json' };
import { createValidators, type ValidateFunction } from '../schema/index.ts';

const schemas = { changes, overlay };
const compiled = new Map<keyof typeof schemas, ValidateFunction>();

/** The validator of an overlay's feature.yaml, or of a file that extends one of the base's. */
export function validatorOf(name: keyof typeof schemas): ValidateFunction {
  const before = compiled.get(name);
  if (before) return before;
  const validate = createValidators([steps]).compile(schemas[name]);
  compiled.set(name, validate);
  return validate;
}
