import type { ProblemKind } from './kind.ts';

/** What may go wrong anywhere. */
export const generalKinds = {
  INTERNAL: {
    blame: 'timbre',
    summary: 'Timbre itself went wrong.',
    action: 'Nothing was lost: resume the run. Report it with the run id.',
  },
  USAGE: { blame: 'operator', summary: 'The command line is not understood.', action: 'See timbre help.' },
} as const satisfies Record<string, ProblemKind>;
