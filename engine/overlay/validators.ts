import changes from '../../schemas/changes.schema.json' with { type: 'json' };
import overlay from '../../schemas/overlay.base.json' with { type: 'json' };
import steps from '../../schemas/steps.base.json' with { type: 'json' };
import { createValidators } from '../schema/index.ts';

const validators = createValidators([steps]);

/** The validators of an overlay's feature.yaml, and of a file that extends one of the base's; each made when it is asked for. */
export const validatorOf = {
  overlay: () => validators.compile(overlay),
  changes: () => validators.compile(changes),
};
