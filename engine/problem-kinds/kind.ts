/** Who must act on a problem. */
export type Blame = 'author' | 'integrator' | 'operator' | 'authority' | 'timbre';

/** One row of the code table: who must act, what it means, and what to do about it. */
export interface ProblemKind {
  readonly blame: Blame;
  readonly summary: string;
  readonly action: string;
}
