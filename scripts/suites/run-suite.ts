import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import {
  compileSchematron,
  parseDocument,
  type RuleSet,
  SchematronProblem,
  type Tree,
} from '../../schematron/index.ts';
import { artefacts, bytesOf } from './artefacts.ts';
import { differences } from './compare.ts';
import type { Oracle } from './oracle.ts';
import type { Suite } from './suites.ts';

/** One line of the table. */
export interface Row {
  readonly suite: string;
  readonly documents: number;
  readonly rules: number;
  readonly assertions: number;
  /** How many findings the oracle has; an error that ended its stylesheet counts as one. */
  readonly findings: number;
  /** Documents whose verdicts differ, each with what differs. */
  readonly different: ReadonlyMap<string, readonly string[]>;
  readonly note?: string;
}

/** A document for the oracle and for us. */
export interface Judged {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The suite's documents, judged by one form of its rules and by the oracle. */
export async function runSuite(suite: Suite, form: 'sch' | 'xslt', oracle: Oracle): Promise<Row> {
  const documents = [...suite.documents().map((name) => ({ name, bytes: bytesOf(name) })), ...(suite.drawn?.() ?? [])];
  const ruleSet = compileForm(suite, form);
  const { known, ...exact } = suite;
  return judge(
    `${suite.name} (.${form})`,
    ruleSet,
    form === 'sch' && known ? { ...exact, known } : exact,
    documents,
    oracle,
  );
}

export function compileForm({ sch, xslt, codes }: Suite, form: 'sch' | 'xslt'): RuleSet {
  if (form === 'xslt' || sch === undefined) return compileSchematron(join(artefacts, xslt));
  return compileSchematron(join(artefacts, sch), codes === undefined ? {} : { documents: join(artefacts, codes) });
}

export async function judge(
  name: string,
  ruleSet: RuleSet,
  { xslt, known, rewritten }: Pick<Suite, 'xslt' | 'known' | 'rewritten'>,
  documents: readonly Judged[],
  oracle: Oracle,
): Promise<Row> {
  const different = new Map<string, readonly string[]>();
  const stylesheet = rewritten ? rewrite(join(artefacts, xslt), rewritten) : join(artefacts, xslt);
  let assertions = 0;
  let judged = 0;
  let findings = 0;
  for (const { name: document, bytes } of documents) {
    const tree = parsed(bytes);
    if (!tree) continue;
    judged++;
    const outcome = ruleSet.run(tree, {}, true);
    assertions += evaluated(ruleSet, outcome.fired);
    const answer = await oracle.ask(stylesheet, bytes);
    findings += 'error' in answer ? 1 : answer.findings.length;
    const found = differences(ruleSet.catalogue, tree, outcome, answer).filter((each) => !known?.findings.test(each));
    if (found.length > 0) different.set(document, found);
  }
  const note = known ? { note: known.why } : {};
  return { suite: name, documents: judged, rules: ruleSet.checks, assertions, findings, different, ...note };
}

function rewrite(xslt: string, { pattern, by }: NonNullable<Suite['rewritten']>): string {
  const file = join(mkdtempSync(join(tmpdir(), 'timbre-oracle-')), basename(xslt));
  writeFileSync(file, readFileSync(xslt, 'utf8').replace(pattern, by));
  return file;
}

/** Documents that are no XML say nothing about rules: the parser's own tests judge those. */
export function parsed(bytes: Uint8Array): Tree | undefined {
  try {
    return parseDocument(bytes);
  } catch (error) {
    if (error instanceof SchematronProblem) return undefined;
    throw error;
  }
}

export function evaluated(
  { catalogue }: RuleSet,
  fired: readonly { readonly pattern: number; readonly rule: number }[],
): number {
  return fired.reduce(
    (sum, { pattern, rule }) => sum + (catalogue.patterns[pattern]?.rules[rule]?.checks.length ?? 0),
    0,
  );
}
