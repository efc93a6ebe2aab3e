/** The kinds of PAC, each with a legal entity of that name which uses it. */
export const pacKinds = ['detects-duplicates', 'stamps-every-post'] as const;

export type PacKind = (typeof pacKinds)[number];

export const isPacKind = (kind: string): kind is PacKind => pacKinds.some((each) => each === kind);

/** What a PAC did on purpose: requests lost before it had stamped, and answers lost after. */
export interface Dropped {
  readonly before: number;
  readonly after: number;
}
