import { nodePlace, type Tree } from '../tree/index.ts';
import type { Catalogue, CatalogueCheck } from './catalogue.ts';
import { readablePath } from './location.ts';

/** What running a rule set on a document gave: numbers into the rule set's model, in the order of the SVRL. */
export interface Outcome {
  /** The rules that took nodes; only when it was asked for. */
  readonly fired: readonly FiredRule[];
  readonly findings: readonly RawFinding[];
}

export interface FiredRule {
  readonly pattern: number;
  readonly rule: number;
  readonly node: number;
}

export interface RawFinding {
  readonly pattern: number;
  readonly rule: number;
  readonly check: number;
  /** The node that is reported: the one that the rule took, or the check's subject. */
  readonly node: number;
  /** The node that the rule took, where that is another. */
  readonly context?: number;
  readonly message: string;
  /** The texts of the check's diagnostics, in their order. */
  readonly diagnostics?: readonly string[];
  /** The test could not be evaluated. */
  readonly error?: DynamicError;
}

/** An error of XPath: its code, such as FORG0001, and what happened. */
export interface DynamicError {
  readonly code: string;
  readonly message: string;
}

/** One thing found. */
export interface Finding {
  /** The check's id; '' where the authority gives none. */
  readonly rule: string;
  /** As the rule set says it; `fatal` where it says nothing about an assert, or the test could not be evaluated. */
  readonly severity: string;
  readonly message: string;
  /** Where in the document, such as `/Invoice/cac:InvoiceLine[2]`. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** The check's XPath. */
  readonly test: string;
  /** Present when the test could not be evaluated. */
  readonly error?: DynamicError;
}

/** The plain list. */
export function toFindings(catalogue: Catalogue, tree: Tree, outcome: Outcome): Finding[] {
  return outcome.findings.map((found) => {
    const check = checkOf(catalogue, found);
    const { line, column } = nodePlace(tree, found.node);
    return {
      rule: check.id,
      severity: severityOf(check, found),
      message: messageOf(found),
      path: readablePath(tree, found.node),
      line,
      column,
      test: check.shownTest,
      ...(found.error ? { error: found.error } : {}),
    };
  });
}

export function checkOf(catalogue: Catalogue, found: RawFinding): CatalogueCheck {
  const check = catalogue.patterns[found.pattern]?.rules[found.rule]?.checks[found.check];
  if (!check) throw new RangeError(`There is no check ${found.pattern}/${found.rule}/${found.check}.`);
  return check;
}

/** What official stylesheets abort at must not look better than an assert that failed. */
export function severityOf(check: CatalogueCheck, found: RawFinding): string {
  if (found.error) return 'fatal';
  return check.severity || (check.kind === 'assert' ? 'fatal' : 'information');
}

export function messageOf(found: RawFinding): string {
  if (!found.error) return found.message;
  return `The test could not be evaluated: ${found.error.message} (${found.error.code}).`;
}

/** Severities that do not make a document invalid; anything else does. */
const harmless = /^(warn(ing)?|info(rmation)?|hint|notice|debug|caution)$/i;

/** Whether a finding makes its document invalid. */
export const isFatal = ({ severity }: Pick<Finding, 'severity'>): boolean => !harmless.test(severity);
