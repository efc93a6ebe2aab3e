import type { X509Certificate } from 'node:crypto';
import type { SecretContext } from '../../engine/action.ts';
import { fail, type Problem, problem } from '../../engine/errors.ts';
import { type SubjectRule, subjectText } from '../lib/certificate/index.ts';

const DAY = 86_400_000;
/** How long ahead an expiry is warned of. */
const SOON = 30 * DAY;

/**
 * Refuses a certificate that must not sign now: outside its validity, or somebody else's.
 *
 * @returns warnings
 * @throws TimbreError CERTIFICATE_EXPIRED, CERTIFICATE_NOT_YET_VALID, CERTIFICATE_OTHER_SUBJECT, PARAMETER_ABSENT
 */
export function checkCertificate(
  certificate: X509Certificate,
  key: string,
  subject: SubjectRule | undefined,
  context: SecretContext,
): readonly Problem[] {
  const warnings = checkValidity(certificate, key, context.signingTime);
  if (subject !== undefined) checkSubject(certificate, key, subject, context);
  return warnings;
}

function checkValidity(certificate: X509Certificate, key: string, now: Date): readonly Problem[] {
  const { from, to } = validityOf(certificate);
  if (now < from) {
    fail(
      'CERTIFICATE_NOT_YET_VALID',
      `The certificate of ${key} is valid from ${from.toISOString()}; the run started at ${now.toISOString()}`,
    );
  }
  if (now > to) {
    fail(
      'CERTIFICATE_EXPIRED',
      `The certificate of ${key} expired at ${to.toISOString()}; the run started at ${now.toISOString()}`,
    );
  }
  if (to.getTime() - now.getTime() > SOON) return [];
  const days = Math.floor((to.getTime() - now.getTime()) / DAY);
  const message = `The certificate of ${key} expires in ${days} days, at ${to.toISOString()}`;
  return [problem('CERTIFICATE_EXPIRES_SOON', message, { severity: 'warning' })];
}

interface Validity {
  readonly from: Date;
  readonly to: Date;
}

/** Of each certificate: to read two dates out of it takes longer than all else that is checked. */
const validities = new WeakMap<X509Certificate, Validity>();

function validityOf(certificate: X509Certificate): Validity {
  const known = validities.get(certificate);
  if (known !== undefined) return known;
  const validity = { from: new Date(certificate.validFrom), to: new Date(certificate.validTo) };
  validities.set(certificate, validity);
  return validity;
}

function checkSubject(certificate: X509Certificate, key: string, rule: SubjectRule, context: SecretContext): void {
  if (rule.equals === undefined) return;
  const expected = rule.equals.evaluate(context.variables);
  if (typeof expected !== 'string' || expected === '') {
    fail(
      'PARAMETER_ABSENT',
      `subject.equals (${rule.equals.source}) has no value, so the certificate cannot be checked`,
    );
  }
  const actual = rule.read(certificate);
  if (actual === expected) return;
  const owner =
    actual === undefined ? `names nobody under ${rule.oid} (${subjectText(certificate)})` : `belongs to ${actual}`;
  fail('CERTIFICATE_OTHER_SUBJECT', `The certificate of ${key} ${owner}, but ${expected} signs`, {
    path: businessPath(rule.equals.path),
  });
}

/** A plain path into the business data is where the integrator mends it. */
const businessPath = (path: readonly string[] | undefined): string | undefined =>
  path?.[0] === 'invoice' ? path.slice(1).join('.') : undefined;
