import { type ProblemCode, TimbreError } from '../../engine/index.ts';

/** What kind of problem it is; all that may be told of an error whose message may hold anything. */
export const codeOf = (thrown: unknown): ProblemCode => (thrown instanceof TimbreError ? thrown.code : 'INTERNAL');
