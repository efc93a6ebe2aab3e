import type { ProblemKind } from './kind.ts';

/** A feature's files, as `timbre check` reads them. */
export const featureKinds = {
  YAML_SYNTAX: { blame: 'author', summary: 'The YAML is broken.', action: 'Mend the line that is marked.' },
  YAML_DUPLICATE_KEY: { blame: 'author', summary: 'A key stands twice.', action: 'Keep one of them.' },
  YAML_ALIAS: { blame: 'author', summary: 'Anchors and aliases are not allowed.', action: 'Write the value out.' },
  YAML_TAG: { blame: 'author', summary: 'A YAML tag (!…) is not allowed.', action: 'Write a plain value.' },
  YAML_UNQUOTED_EXPRESSION: {
    blame: 'author',
    summary: 'YAML reads a part of this expression as its own syntax.',
    action: 'Put the whole expression in quotes.',
  },
  YAML_TOO_LARGE: { blame: 'author', summary: 'The file is too large or too deep.', action: 'Split it.' },
  FILE_MISSING: {
    blame: 'author',
    summary: 'A file that is named is not there.',
    action: 'Create it or mend the name.',
  },
  SCHEMA: {
    blame: 'author',
    summary: 'The file does not have the shape it must have.',
    action: 'Mend the place that is marked; docs/features.md shows each file.',
  },
  KEY_UNKNOWN: { blame: 'author', summary: 'This key is not known here.', action: 'Remove it or mend its spelling.' },
  ACTION_UNKNOWN: { blame: 'author', summary: 'There is no such action or connector.', action: 'See docs/actions.' },
  CONNECTOR_INVALID: {
    blame: 'author',
    summary: 'A connector does not fit its use.',
    action: 'See docs/features.md.',
  },
  REFERENCE_UNKNOWN: {
    blame: 'author',
    summary: 'A reference names what is not there.',
    action: 'Name a step, document, value, setting or secret that exists.',
  },
  REFERENCE_FORWARD: {
    blame: 'author',
    summary: 'A reference points to a later step.',
    action: 'A step can only use what earlier steps left.',
  },
  MEDIA_TYPE: {
    blame: 'author',
    summary: 'A document of this media type does not fit here.',
    action: 'Wire a document of a type that the input takes.',
  },
  STEP_DUPLICATE: { blame: 'author', summary: 'Two steps have one id.', action: 'Rename one of them.' },
  STEP_UNSAFE: {
    blame: 'author',
    summary: 'A step that talks to the world does not say how it is made safe.',
    action: 'Say `repeat: safe` for a read, or write `recover`.',
  },
  RECOVER_UNSAFE: {
    blame: 'author',
    summary: 'A step under `recover.ask` could change something.',
    action: 'Use reads (`repeat: safe`) and pure actions only.',
  },
  SETTLE_TOO_SHORT: {
    blame: 'author',
    summary: 'The settle window is not longer than startWithin plus the time-out.',
    action: 'Make `settle` longer than `startWithin` + `timeout` + the worst case of the authority.',
  },
  PIPELINES_OVERLAP: {
    blame: 'author',
    summary: 'Two pipelines apply to the same context.',
    action: 'Make their `applies` or their effective dates exclude each other.',
  },
  CONCERNS_INVALID: {
    blame: 'author',
    summary: 'By what `concerns` says the document that is spoken of cannot be found.',
    action: 'Give every part of the identity that the other pipeline has, in its order.',
  },
  JSON_SYNTAX: { blame: 'author', summary: 'The JSON is broken.', action: 'Mend the place that is marked.' },
  FILE_NOT_TEXT: {
    blame: 'author',
    summary: 'A file of the feature is not text in UTF-8.',
    action: 'Save it as UTF-8, or keep it out of the folder.',
  },
  FILE_UNUSED: {
    blame: 'author',
    summary: 'Nothing in the feature names this file.',
    action: 'Remove it or name it where it belongs.',
  },
  FEATURE_MISSING: {
    blame: 'operator',
    summary: 'The folder is not a feature.',
    action: 'Name a folder that holds a feature.yaml.',
  },
  INPUT_SCHEMA_INVALID: {
    blame: 'author',
    summary: 'A JSON Schema of the feature is wrong.',
    action: 'Mend the schema; JSON Schema 2020-12 in strict mode is what is read.',
  },
  STEP_KEY_UNFIT: {
    blame: 'author',
    summary: 'This key does not fit this kind of step.',
    action: 'See docs/actions for what the step can say.',
  },
  CONNECTOR_CYCLE: {
    blame: 'author',
    summary: 'An operation of a connector uses itself.',
    action: 'Take the step out that leads back.',
  },
} as const satisfies Record<string, ProblemKind>;
