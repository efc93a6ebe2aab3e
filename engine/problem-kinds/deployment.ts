import type { ProblemKind } from './kind.ts';

/** Cases, and what they prove before a feature is deployed. */
export const deploymentKinds = {
  CASE_DIFFERS: {
    blame: 'author',
    summary: 'A case that is made from a run does not go as the run did.',
    action: 'Write the case by hand, or choose a fault that is like what happened.',
  },
  CASE_UNMASKED: {
    blame: 'author',
    summary: 'What stands for the data of a run does not fit its schema.',
    action: 'Give the field `x-keep` or `x-mask` in the schema of the input.',
  },
  DEPLOYMENT_UNPROVEN: {
    blame: 'author',
    summary: 'A case of the feature does not go as it should, or was skipped for want of an artefact.',
    action: 'Mend the feature or the case, which timbre test tells; bring what is missing by timbre artefacts pull.',
  },
  DEPLOYMENT_UNKNOWN: {
    blame: 'operator',
    summary: 'This version of the feature is not deployed.',
    action: 'See timbre deployments.',
  },
} as const satisfies Record<string, ProblemKind>;
