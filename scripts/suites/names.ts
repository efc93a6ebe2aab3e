import { parseDocument } from '../../schematron/index.ts';
import { bytesOf, filesBelow } from './artefacts.ts';
import { compileForm, evaluated, type Row } from './run-suite.ts';
import { suites } from './suites.ts';

/** Names that do not say what the authority's own XSLT finds either: Saxon agrees with us on every one of them. */
const outdated = /BR-NL-27|BR-NL-31|BR-NL-24|BR-NL-34|BR-NL-7$|UBL-SR-09|UBL-SR-15/;

/** NLCIUS names its documents after the rule that fails in them, or does not. */
export function runNames(): Row {
  const suite = suites.find(({ name }) => name === 'NLCIUS UBL');
  if (!suite) throw new Error('There is no suite NLCIUS UBL.');
  const ruleSet = compileForm(suite, 'sch');
  const different = new Map<string, readonly string[]>();
  const skipped: string[] = [];
  let assertions = 0;
  const documents = filesBelow('eu/nl-nlcius/test-files/SI-UBL-2.0.3.2', /^SI-UBL-2\.0_[^_]+_(ok|error|warning)/);
  for (const document of documents) {
    const [, rule = '', expected = ''] = /SI-UBL-2\.0_([^_]+)_(ok|error|warning)/.exec(document) ?? [];
    const { findings, fired } = ruleSet.run(parseDocument(bytesOf(document)), {}, true);
    assertions += evaluated(ruleSet, fired);
    const failed = findings.map(
      (each) => ruleSet.catalogue.patterns[each.pattern]?.rules[each.rule]?.checks[each.check]?.id ?? '',
    );
    const fires = failed.some((id) => id === rule || id.startsWith(`${rule}-`));
    if (fires === (expected !== 'ok')) continue;
    if (outdated.test(rule)) skipped.push(rule);
    else different.set(document, [`${rule} ${expected}, but found: ${[...new Set(failed)].join(' ')}`]);
  }
  const note = skipped.length > 0 ? { note: `${skipped.length} names say otherwise than the official XSLT` } : {};
  return {
    suite: 'NLCIUS names',
    documents: documents.length,
    rules: ruleSet.checks,
    assertions,
    findings: documents.length,
    different,
    ...note,
  };
}
