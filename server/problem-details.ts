import { type Problem, type ProblemCode, problemKinds, problemsOf } from '../engine/index.ts';

/** RFC 9457, with every problem that was found. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  readonly problems: readonly ToldProblem[];
  /** The submission that the answer is about, e.g. the one that handles this fiscal document already. */
  readonly submission?: string;
}

/** A problem as an integrator gets it. */
export interface ToldProblem {
  readonly code: ProblemCode;
  readonly severity: Problem['severity'];
  readonly message: string;
  readonly hint?: string;
  /** Where in the business data: `lines[2].quantity`. */
  readonly path?: string;
  readonly step?: string;
}

export const mediaType = 'application/problem+json';

/** What some codes mean in HTTP; for the others it follows from who must act. */
const statuses: Partial<Record<ProblemCode, number>> = {
  ACCESS_DENIED: 401,
  ACCESS_FORBIDDEN: 403,
  INPUT_NOT_JSON: 400,
  INPUT_TOO_LARGE: 413,
  RUN_UNKNOWN: 404,
  INBOUND_UNKNOWN: 404,
  RUN_STEP_UNKNOWN: 422,
  RUN_FINISHED: 409,
  RESOLUTION_UNFIT: 409,
  RESOLUTION_UNPROVEN: 409,
  RESOLUTION_TOO_EARLY: 409,
  RUN_NOT_FINISHED: 409,
  RUN_SENT: 409,
  RUN_TAKEN: 409,
  IDENTITY_CLAIMED: 409,
  ORIGINAL_NOT_ACCEPTED: 409,
  STORE_FAILED: 503,
  QUEUE_FAILED: 503,
  VAULT_FAILED: 503,
  SERVER_BUSY: 503,
};

const ofBlame = { integrator: 422, operator: 500, author: 500, authority: 502, timbre: 500 } as const;

/** What was thrown, as an answer. Of what went wrong inside nothing is told but that it did. */
export function detailsOf(thrown: unknown): ProblemDetails {
  const problems = problemsOf(thrown);
  const [first] = problems.filter(({ severity }) => severity === 'error');
  const code = first?.code ?? 'INTERNAL';
  const { blame, summary, action } = problemKinds[code];
  const status = statuses[code] ?? ofBlame[blame];
  const internal = code === 'INTERNAL';
  return {
    type: `urn:timbre:problem:${code}`,
    title: summary,
    status,
    detail: internal || first === undefined ? action : first.message,
    code,
    problems: internal ? [] : problems.map(toldProblem),
    ...(first?.run === undefined ? {} : { submission: first.run }),
  };
}

export const toldProblem = ({ code, severity, message, hint, path, step }: Problem): ToldProblem => ({
  code,
  severity,
  message,
  ...(hint === undefined ? {} : { hint }),
  ...(path === undefined ? {} : { path }),
  ...(step === undefined ? {} : { step }),
});
