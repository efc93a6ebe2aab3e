import { generateModule, loadModule, type RunOptions } from '../../schematron/compile/index.ts';
import { type RuleSet, readRuleSet } from '../../schematron/rules/index.ts';
import { parseDocument } from '../../schematron/tree/index.ts';

const schema =
  '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:xs="http://www.w3.org/2001/XMLSchema"><ns prefix="p" uri="urn:p"/>';

/** A rule set from what stands inside its root element. */
export function rulesOf(content: string): RuleSet {
  return readRuleSet('rules.sch', { read: () => Buffer.from(`${schema}${content}</schema>`) });
}

/** What running `content` on `document` finds: `id: message`, or `id: ERR code`. */
export function found(content: string, document: string, options: RunOptions = {}): string[] {
  const rules = rulesOf(content);
  const program = loadModule(generateModule(rules).source, 'rules.sch.js');
  const { findings } = program.run(parseDocument(document), options);
  return findings.map(({ pattern, rule, check, message, error }) => {
    const id = rules.patterns[pattern]?.rules[rule]?.checks[check]?.id;
    return `${id}: ${error === undefined ? message : `ERR ${error.code}`}`;
  });
}
