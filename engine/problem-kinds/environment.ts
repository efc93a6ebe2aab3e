import type { ProblemKind } from './kind.ts';

/** The environment, the store, the queue and the official artefacts. */
export const environmentKinds = {
  OUTPUT_FAILED: {
    blame: 'operator',
    summary: 'The documents cannot be copied out.',
    action: 'Name another folder; a run that was made has its files in the store.',
  },
  STORE_FAILED: {
    blame: 'operator',
    summary: 'The store cannot be read or written.',
    action: 'Mend the store; then resume the run, or submit again if there was none yet.',
  },
  ENVIRONMENT_MIXED: {
    blame: 'operator',
    summary: 'The store belongs to another environment.',
    action: 'Name the store of this environment; test and production never share one.',
  },
  STORE_IMMUTABLE: {
    blame: 'operator',
    summary: 'The store holds a file fast, by an immutability policy or a legal hold.',
    action: 'Wait until the policy lets it go; what is under a legal hold must stay.',
  },
  QUEUE_FAILED: {
    blame: 'operator',
    summary: 'The queue in Redis cannot be used.',
    action: 'Mend Redis or its address; what was submitted is in the store and goes on by itself.',
  },
  QUEUE_EVICTS: {
    blame: 'operator',
    summary: 'Redis may drop jobs when its memory is full.',
    action: 'Set `maxmemory-policy noeviction`.',
  },
  ENVIRONMENT_SECRET: {
    blame: 'operator',
    summary: 'A secret stands in the environment file.',
    action: 'Put it into the vault, and its name into the file; then change it.',
  },
  ENVIRONMENT_INVALID: {
    blame: 'operator',
    summary: 'The environment file is wrong.',
    action: 'Mend the named place.',
  },
  SETTING_INVALID: {
    blame: 'operator',
    summary: 'A setting is missing or wrong.',
    action: 'Set it in the environment.',
  },
  ARTEFACT_MISSING: {
    blame: 'operator',
    summary: 'An official artefact is not in the cache.',
    action: 'Run timbre artefacts pull.',
  },
  ARTEFACT_CHANGED: {
    blame: 'operator',
    summary: 'An artefact does not have the pinned sha256.',
    action: 'Get the pinned file, or release the feature with a new pin.',
  },
  ARTEFACT_UNREACHABLE: {
    blame: 'operator',
    summary: 'An artefact cannot be fetched.',
    action: 'Use --from DIR with a mirror.',
  },
  RULE_SET_INVALID: {
    blame: 'operator',
    summary: 'Schematron rules cannot be read or compiled.',
    action: 'Use the rules as their authority publishes them; docs/schematron.md says what is supported.',
  },
  ARTEFACT_INVALID: {
    blame: 'operator',
    summary: 'An official artefact cannot be used.',
    action: 'Pin every file that it imports.',
  },
} as const satisfies Record<string, ProblemKind>;
