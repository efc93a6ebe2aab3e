import artefacts from '../../schemas/artefacts.schema.json' with { type: 'json' };
import codes from '../../schemas/codes.schema.json' with { type: 'json' };
import connector from '../../schemas/connector.base.json' with { type: 'json' };
import feature from '../../schemas/feature.base.json' with { type: 'json' };
import steps from '../../schemas/steps.base.json' with { type: 'json' };
import type { AuthorityCode } from '../feature.ts';
import { createValidators, type SchemaObject, type ValidateFunction } from '../schema/index.ts';
import type { ArtefactsYaml } from './shapes.ts';

const validators = createValidators([steps]);

/** The validators of a feature's own files, each made when it is first asked for. */
export const validatorOf = {
  artefacts: () => validators.compile<ArtefactsYaml>(artefacts),
  codes: () => validators.compile<Readonly<Record<string, AuthorityCode>>>(codes),
  connector: () => validators.compile(connector),
  feature: () => validators.compile(feature),
};

/** The validator of an action's parameters or of a setting. */
export const compile = (schema: SchemaObject): ValidateFunction => validators.compile(schema);
