import type { ProblemKind } from './kind.ts';

/** Calls to the authority. */
export const callKinds = {
  TLS_UNVERIFIED: {
    blame: 'operator',
    summary: 'The process was told not to verify TLS certificates.',
    action: "Unset NODE_TLS_REJECT_UNAUTHORIZED; name the authority's certificate in the environment instead.",
  },
  CALL_ADDRESS: {
    blame: 'operator',
    summary: 'The address to call is not a complete http or https address.',
    action: 'Mend the setting or expression that it comes from.',
  },
  CALL_HEADER: {
    blame: 'integrator',
    summary: 'The value of a header has a character that no header can hold.',
    action: 'Remove line breaks and control characters from the named value.',
  },
  CALL_BODY: {
    blame: 'author',
    summary: 'The body of the request cannot be made of what the step gives.',
    action: 'See docs/actions/call.md.',
  },
  SECRET_UNUSABLE: {
    blame: 'operator',
    summary: 'A secret cannot be put where the request needs it.',
    action: 'Store it anew, without control characters; use it whole, not a part of it.',
  },
  SECRET_ECHOED: {
    blame: 'authority',
    summary: 'The answer had a secret in it; it was masked in what is kept.',
    action: 'Change the secret, and tell the authority.',
  },
} as const satisfies Record<string, ProblemKind>;
