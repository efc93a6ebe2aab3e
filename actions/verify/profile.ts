import type { X509Certificate } from 'node:crypto';
import type { Loading, NewDocument, PureContext } from '../../engine/action.ts';
import type { Value } from '../../engine/document.ts';
import type { ProblemCode } from '../../engine/errors.ts';
import type { Position } from '../../engine/source.ts';
import type { NumberForm, SubjectRule } from '../lib/certificate/index.ts';
import type { ProfileShape } from '../lib/profile/index.ts';

/** One kind of signature, named after its specification. */
export interface VerifyingProfile<W> extends ProfileShape {
  prepare(parameters: W, loading: Loading, at: Position): PreparedVerification | undefined;
}

export interface PreparedVerification {
  readonly form: NumberForm;
  readonly subject: SubjectRule | undefined;
  readonly require: boolean;
  judge(context: PureContext): Verdict;
}

export interface Verdict {
  /** Absent when the signature holds. */
  readonly code?: ProblemCode;
  readonly reason: string;
  readonly certificate: X509Certificate | undefined;
  readonly values?: Readonly<Record<string, Value>>;
  readonly documents?: Readonly<Record<string, NewDocument>>;
}
