import type { ProblemKind } from './kind.ts';

/** A submission: its business data, its context, and what steps take out of them. */
export const businessDataKinds = {
  INPUT_NOT_JSON: {
    blame: 'integrator',
    summary: 'The business data is not JSON.',
    action: 'Mend the place that is named.',
  },
  ATTACHMENT_MISSING: {
    blame: 'integrator',
    summary: 'A file that must go with the business data is not there.',
    action: 'Hand it over as an attachment of the submission, with its media type.',
  },
  ATTACHMENT_AMBIGUOUS: {
    blame: 'integrator',
    summary: 'Several files could be the one that is needed.',
    action: 'Hand over one of them, or name the others in `attachments` of the business data.',
  },
  INPUT_TOO_LARGE: { blame: 'integrator', summary: 'The business data is too large or too deep.', action: 'Split it.' },
  INPUT_SCHEMA: {
    blame: 'integrator',
    summary: 'A field has the wrong shape.',
    action: 'See the schema of the input.',
  },
  INPUT_FIELD_MISSING: { blame: 'integrator', summary: 'A required field is missing.', action: 'Add it.' },
  INPUT_FIELD_UNKNOWN: {
    blame: 'integrator',
    summary: 'A field is not known.',
    action: 'Remove it or mend its spelling.',
  },
  CONTEXT_INVALID: {
    blame: 'integrator',
    summary: 'The context is incomplete or wrong.',
    action: 'Give the named field.',
  },
  NO_PIPELINE: {
    blame: 'integrator',
    summary: 'No pipeline applies.',
    action: 'Mend the context, or deploy a feature.',
  },
  PIPELINE_AMBIGUOUS: {
    blame: 'integrator',
    summary: 'Two pipelines apply equally.',
    action: 'Say in the context which one is meant, or name it; else one of the two must be undeployed.',
  },
  IDENTITY_INCOMPLETE: {
    blame: 'integrator',
    summary: 'A part of what makes the fiscal document unique is missing.',
    action: 'Give the named field.',
  },
  IDENTITY_CLAIMED: {
    blame: 'integrator',
    summary: 'This fiscal document is already being handled by another run.',
    action: 'Ask for the run that is named; do not submit it again.',
  },
  RULE_FAILED: {
    blame: 'integrator',
    summary: 'The business data breaks a rule.',
    action: 'Mend the field that is named.',
  },
  AMOUNT_WRONG: {
    blame: 'integrator',
    summary: 'An amount is not what others add up to.',
    action: 'Give the amount that is named, or leave it out to have it calculated.',
  },
  CODE_UNKNOWN: {
    blame: 'integrator',
    summary: 'A code is not in the list of the authority.',
    action: 'Use a code of the list.',
  },
  PARAMETER_ABSENT: {
    blame: 'integrator',
    summary: 'A parameter of a step has no value for this data.',
    action: 'Give the field of the business data that the expression names.',
  },
  PARAMETER_INVALID: {
    blame: 'integrator',
    summary: 'A parameter of a step has a value that it cannot take for this data.',
    action: 'Correct the field of the business data, or the setting, that the expression names.',
  },
} as const satisfies Record<string, ProblemKind>;
