import type { RuleSet, Tree } from '../../schematron/index.ts';
import { bytesOf, exists, golden } from './artefacts.ts';
import { multisetDifference } from './compare.ts';
import { compileForm, evaluated, parsed, type Row } from './run-suite.ts';
import type { Suite } from './suites.ts';

interface RecordedDocument {
  /** How often each rule failed. */
  readonly failed: Readonly<Record<string, number>>;
  readonly dynamicError?: string;
}

interface RecordedRun {
  readonly xslt: string;
  readonly doc: string;
  readonly fatal: readonly string[];
  readonly warning: readonly string[];
  readonly dynamicError?: string;
}

interface Expected {
  readonly document: string;
  readonly failed: readonly string[];
  readonly error: boolean;
}

/** The verdicts that were recorded of a suite's XSLT; undefined where there are none. */
export function runGolden(suite: Suite, form: 'sch' | 'xslt'): Row | undefined {
  const expected = recordedFor(suite.xslt).filter(({ document }) => exists(document));
  if (expected.length === 0) return undefined;
  const ruleSet = compileForm(suite, form);
  const different = new Map<string, readonly string[]>();
  let assertions = 0;
  for (const { document, failed, error } of expected) {
    const tree = parsed(bytesOf(document));
    if (!tree) continue;
    const { found, errors, checks } = judge(ruleSet, tree);
    assertions += checks;
    const differs =
      error || errors > 0 ? (error && errors > 0 ? [] : [`errors here ${errors}`]) : multisetDifference(failed, found);
    if (differs.length > 0) different.set(document, differs);
  }
  const findings = expected.reduce((sum, { failed, error }) => sum + failed.length + (error ? 1 : 0), 0);
  return {
    suite: `${suite.name} (.${form}), recorded`,
    documents: expected.length,
    rules: ruleSet.checks,
    assertions,
    findings,
    different,
  };
}

function recordedFor(xslt: string): Expected[] {
  const syntax = /en16931\/(ubl|cii)\/xslt/.exec(xslt)?.[1];
  if (syntax) {
    const documents = golden<Readonly<Record<string, RecordedDocument>>>(`en16931-1.3.16-${syntax}`);
    return Object.entries(documents).map(([document, { failed, dynamicError }]) => ({
      document: `eu/${document}`,
      failed: Object.entries(failed).flatMap(([rule, count]) => Array<string>(count).fill(rule)),
      error: dynamicError !== undefined,
    }));
  }
  const file = xslt.replace(/^sa\/schematron\/3\.4\.6/, 'sa-zatca-3.4.6/xslt').replace(/^eu\//, '');
  return golden<readonly RecordedRun[]>('cius-suites')
    .filter((run) => run.xslt === file)
    .map(({ doc, fatal, warning, dynamicError }) => ({
      document: `eu/${doc}`,
      failed: [...fatal, ...warning],
      error: dynamicError !== undefined,
    }));
}

/** What was found, by rule. */
function judge(
  ruleSet: RuleSet,
  tree: Tree,
): { readonly found: string[]; readonly errors: number; readonly checks: number } {
  const outcome = ruleSet.run(tree, {}, true);
  const failed = outcome.findings.map(
    (found) => ruleSet.catalogue.patterns[found.pattern]?.rules[found.rule]?.checks[found.check],
  );
  return {
    found: failed.map((check) => check?.id ?? ''),
    errors: outcome.findings.filter(({ error }) => error).length,
    checks: evaluated(ruleSet, outcome.fired),
  };
}
