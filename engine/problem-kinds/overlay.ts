import type { ProblemKind } from './kind.ts';

/** A feature that extends another. */
export const overlayKinds = {
  OVERLAY_BASE_MISSING: {
    blame: 'author',
    summary: 'The feature that an overlay extends is not there.',
    action: 'Put it beside the overlay, or mend its name under `extends`.',
  },
  OVERLAY_VERSION: {
    blame: 'author',
    summary: 'The version of the base is not in the range that the overlay is made for.',
    action: 'Install a version that fits; or read what the new one changes, rebase the overlay, and widen the range.',
  },
  OVERLAY_CYCLE: {
    blame: 'author',
    summary: 'An overlay extends itself, by way of its base.',
    action: 'Let one of them stand on its own.',
  },
  OVERLAY_COLLISION: {
    blame: 'author',
    summary: 'An overlay does not fit what its base has now.',
    action: 'Look at both places and rebase the overlay.',
  },
} as const satisfies Record<string, ProblemKind>;
