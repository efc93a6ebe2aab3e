import type { X509Certificate } from 'node:crypto';
import type { PureContext } from '../../engine/action.ts';
import { fail } from '../../engine/errors.ts';
import type { SubjectRule } from '../lib/certificate/index.ts';

/**
 * Why the certificate is not the one expected: it belongs to somebody else.
 *
 * @throws TimbreError PARAMETER_ABSENT
 */
export function otherOwner(
  certificate: X509Certificate,
  subject: SubjectRule | undefined,
  context: PureContext,
): string | undefined {
  if (subject?.equals === undefined) return undefined;
  const expected = subject.equals.evaluate(context.variables);
  if (typeof expected !== 'string' || expected === '') {
    fail('PARAMETER_ABSENT', `subject.equals (${subject.equals.source}) has no value`);
  }
  const owner = subject.read(certificate);
  return owner === expected ? undefined : `the certificate belongs to ${owner ?? 'nobody named'}, not to ${expected}`;
}
