import { join } from 'node:path';
import { compileSchematron, isFatal, parseDocument } from '../../schematron/index.ts';
import { artefacts, bytesOf, filesBelow } from './artefacts.ts';
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

/** The names of the Dutch extension for blocked accounts say only whether a rule of its own fails; it has no XSLT. */
export function runExtensionNames(): Row {
  const ruleSet = compileSchematron(join(artefacts, 'eu/nl-nlcius/sch/si-ubl-2.0-ext-gaccount-1.0.13.sch'));
  const different = new Map<string, readonly string[]>();
  let assertions = 0;
  const documents = filesBelow('eu/nl-nlcius/test-files/si-ubl-2.0-ext-gaccount-1.0', /_(ok|error)_.*\.xml$/);
  for (const document of documents) {
    const tree = parseDocument(bytesOf(document));
    assertions += evaluated(ruleSet, ruleSet.run(tree, {}, true).fired);
    const failed = ruleSet
      .validate(tree)
      .findings.filter(isFatal)
      .map(({ rule }) => rule);
    const own = failed.filter((rule) => rule.startsWith('BR-GA-'));
    const asNamed = document.includes('_ok_') ? failed.length === 0 : own.length === failed.length && own.length > 0;
    if (!asNamed) different.set(document, [`found: ${failed.join(' ')}`]);
  }
  return {
    suite: 'NLCIUS names, G-account',
    documents: documents.length,
    rules: ruleSet.checks,
    assertions,
    findings: documents.length,
    different,
  };
}
