import { join } from 'node:path';
import { compileSchematron, parseDocument, type RuleSet } from '../../schematron/index.ts';
import { stringValue, type Tree } from '../../schematron/tree/index.ts';
import { artefacts, bytesOf, filesBelow } from './artefacts.ts';
import { attribute, childElements, fragment, localName, rootOf } from './fragment.ts';
import { evaluated, type Row } from './run-suite.ts';

/** One document of a unit file and what its author expects of it. */
export interface UnitCase {
  readonly file: string;
  readonly configuration: string;
  readonly document: string;
  readonly expectations: readonly { readonly fires: boolean; readonly rule: string; readonly number?: number }[];
}

/** Which rules a configuration means. */
const rules: readonly (readonly [RegExp, string])[] = [
  [/^tc434-ubl$/, 'eu/en16931/ubl/schematron/EN16931-UBL-validation.sch'],
  [/^tc434-cii$/, 'eu/en16931/cii/schematron/EN16931-CII-validation.sch'],
  [/^peppolbis-en16931-.*cii.*$/, 'eu/peppol-bis-3/source-3.0.19/rules/sch/PEPPOL-EN16931-CII.sch'],
  [/^peppolbis-en16931-.*ubl.*$/, 'eu/peppol-bis-3/source-3.0.19/rules/sch/PEPPOL-EN16931-UBL.sch'],
  [/^peppolbis-(t\d+)-base-3\.0$/i, 'eu/peppol-bis-3/2026.5/sch/PEPPOLBIS-$1.sch'],
];

const rulesOf = (configuration: string): string | undefined => {
  const found = rules.find(([pattern]) => pattern.test(configuration));
  return (
    found &&
    configuration.replace(found[0], found[1].replace('$1', configuration.replace(found[0], '$1').toUpperCase()))
  );
};

/** Cases whose expectation the authority itself no longer meets: file and rule. */
const outdated: ReadonlyMap<string, string> = new Map([
  ['PEPPOL-COMMON-R048', 'the rule changed in 2026.5, its unit file did not'],
]);

export const folders = [
  'eu/en16931/test',
  'eu/en16931/cii/test',
  'eu/peppol-bis-3/source-3.0.19/rules',
  'eu/peppol-poacc-3/rules',
  'eu/no-ehf',
];

/** The unit files' own expectations, a row for each rule set. */
export function runTestSets(): Row[] {
  const cases = folders.flatMap((folder) => filesBelow(folder, /\.xml?$/i)).flatMap(casesOf);
  const byRules = new Map<string, UnitCase[]>();
  for (const each of cases) {
    const file = rulesOf(each.configuration);
    if (file) byRules.set(file, [...(byRules.get(file) ?? []), each]);
  }
  return [...byRules].map(([file, each]) => runCases(file, each));
}

/** The cases of a file; none when it is no testSet. */
export function casesOf(file: string): UnitCase[] {
  const bytes = bytesOf(file);
  if (!bytes.includes('testSet')) return [];
  const tree = parseDocument(bytes);
  const root = rootOf(tree);
  if (localName(tree, root) !== 'testSet') return [];
  const configuration = attribute(tree, root, 'configuration') ?? '';
  return childElements(tree, root)
    .filter((test) => localName(tree, test) === 'test')
    .flatMap((test) => caseOf(tree, test, file, configuration));
}

function caseOf(tree: Tree, test: number, file: string, configuration: string): UnitCase[] {
  const parts = childElements(tree, test);
  const document = parts.find((part) => localName(tree, part) !== 'assert');
  if (document === undefined) return [];
  const asserts = parts
    .filter((part) => localName(tree, part) === 'assert')
    .flatMap((part) => childElements(tree, part));
  const expectations = asserts
    .filter((each) => /^(success|error|warning|fatal)$/i.test(localName(tree, each)))
    .map((each) => {
      const number = attribute(tree, each, 'number');
      return {
        fires: !/^success$/i.test(localName(tree, each)),
        rule: stringValue(tree, each).trim(),
        ...(number === undefined ? {} : { number: Number(number) }),
      };
    });
  return [{ file, configuration, document: fragment(tree, document), expectations }];
}

function runCases(file: string, cases: readonly UnitCase[]): Row {
  const ruleSet = compileSchematron(join(artefacts, file));
  const different = new Map<string, readonly string[]>();
  let assertions = 0;
  let expectations = 0;
  const skipped = new Set<string>();
  for (const [index, each] of cases.entries()) {
    const outcome = ruleSet.run(parseDocument(each.document), {}, true);
    assertions += evaluated(ruleSet, outcome.fired);
    expectations += each.expectations.length;
    const wrong = unmet(each, countsOf(ruleSet, outcome.findings)).filter((rule) => {
      const why = outdated.get(rule);
      if (why) skipped.add(`${rule}: ${why}`);
      return why === undefined;
    });
    if (wrong.length > 0) different.set(`${each.file} #${index}`, wrong);
  }
  const note = skipped.size > 0 ? { note: [...skipped].join('; ') } : {};
  const suite = `unit files: ${file.split('/').pop()}`;
  return {
    suite,
    documents: cases.length,
    rules: ruleSet.checks,
    assertions,
    findings: expectations,
    different,
    ...note,
  };
}

/** The rules whose expectation is not met. */
function unmet({ expectations }: UnitCase, counts: ReadonlyMap<string, number>): string[] {
  return expectations
    .filter(({ fires, rule, number }) => {
      const count = counts.get(rule) ?? 0;
      return fires ? (number === undefined ? count === 0 : count !== number) : count > 0;
    })
    .map(({ rule }) => rule);
}

function countsOf(
  { catalogue }: RuleSet,
  findings: readonly { readonly pattern: number; readonly rule: number; readonly check: number }[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { pattern, rule, check } of findings) {
    const id = catalogue.patterns[pattern]?.rules[rule]?.checks[check]?.id ?? '';
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}
