import type { X509Certificate } from 'node:crypto';
import type { Loading } from '../../../engine/action.ts';
import type { CompiledExpression } from '../../../engine/expression.ts';
import { below, type Position } from '../../../engine/source.ts';
import { subjectAttribute } from './subject.ts';

/** Who a certificate must belong to, read from an attribute of its subject. */
export interface SubjectRule {
  readonly oid: string;
  /** What must stand there; absent where the rule only reads. */
  readonly equals: CompiledExpression | undefined;
  /** The part of the attribute that counts; undefined when the certificate has no such attribute. */
  read(certificate: X509Certificate): string | undefined;
}

export interface SubjectParameters {
  readonly oid: string;
  readonly until?: string;
  readonly equals?: string;
}

export const subjectRuleSchema = (equals: string) => ({
  type: 'object',
  description: "An attribute of the certificate's subject that says who owns it.",
  properties: {
    oid: { type: 'string', pattern: '^[0-2](\\.\\d+)+$', description: 'Its object identifier, such as 2.5.4.45.' },
    until: {
      type: 'string',
      minLength: 1,
      description: 'Only what stands before this text counts, such as "/" in "TAXPAYER / REPRESENTATIVE".',
    },
    equals: { type: 'string', description: equals },
  },
  required: ['oid'],
  additionalProperties: false,
});

export function parseSubjectRule(
  parameters: SubjectParameters,
  loading: Loading,
  at: Position,
): SubjectRule | undefined {
  const { oid, until } = parameters;
  const equals =
    parameters.equals === undefined
      ? undefined
      : loading.expression(parameters.equals, below(at, 'equals'), { expects: 'string' });
  if (parameters.equals !== undefined && equals === undefined) return undefined;
  const read = (certificate: X509Certificate): string | undefined => {
    const value = subjectAttribute(certificate, oid);
    return (until === undefined ? value : value?.split(until)[0])?.trim();
  };
  return { oid, equals, read };
}
