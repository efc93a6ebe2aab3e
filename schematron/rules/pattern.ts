import {
  attribute,
  type Element,
  elementName,
  elementPlace,
  expression,
  isSchematron,
  plainText,
  refuse,
  requiredAttribute,
  requiredExpression,
  schematronNamespace,
  xsltNamespace,
} from './element.ts';
import { expandedChildren, referred } from './include.ts';
import { readVariable } from './instruction.ts';
import { readMessage } from './message.ts';
import type { Check, Let, Pattern, Rule } from './model.ts';
import type { Reading } from './schema.ts';

/** A pattern that is not abstract; one that `is-a` another is that one with its parameters. */
export function readPattern(element: Element, reading: Reading): Pattern {
  const isA = attribute(element, 'is-a');
  const body = isA === undefined ? element : instance(element, isA, reading);
  refuseDocuments(body);
  const children = expandedChildren(body, reading.sources);
  const rules: Rule[] = [];
  const lets: Let[] = [];
  const title = children.find((each) => isSchematron(each, 'title'));
  for (const child of children) {
    const name = elementName(child);
    if (name.uri === xsltNamespace) refuseInstruction(child, lets, reading);
    if (name.uri !== schematronNamespace) continue;
    if (name.local === 'let') lets.push(readLet(child, reading));
    else if (name.local === 'rule') {
      if (attribute(child, 'abstract') !== 'true') rules.push(readRule(child, reading));
    } else if (!descriptive.has(name.local))
      refuse('SCHEMATRON_INVALID', child, `${name.local} may not stand in a pattern.`);
  }
  return {
    id: attribute(element, 'id') ?? '',
    ...(title ? { name: plainText(title) } : {}),
    lets,
    rules,
    visits: { attributes: true, text: true, asides: true },
    // Schematron does not say; what the authorities' stylesheets go through is "@*|*".
    siblings: { attributes: true, text: false, asides: false },
    place: elementPlace(element),
  };
}

/** `sch:let`: its value is an expression, or else its content is the value. */
export function readLet(element: Element, reading: Reading): Let {
  const name = requiredAttribute(element, 'name');
  const place = elementPlace(element);
  const as = expression(element, 'as', reading.contexts.schema);
  const typed = as ? { as } : {};
  if (attribute(element, 'value') !== undefined)
    return { name, uri: '', ...typed, select: requiredExpression(element, 'value', reading.contexts.schema), place };
  return { ...readVariable(element, reading.contexts.xslt), name, uri: '', ...typed, place };
}

/** Elements that describe and decide nothing. */
const descriptive: ReadonlySet<string> = new Set(['title', 'p', 'param', 'properties', 'property']);

function instance(element: Element, isA: string, reading: Reading): Element {
  const found = reading.abstractPatterns.get(isA);
  if (!found) refuse('SCHEMATRON_REFERENCE', element, `There is no abstract pattern ${isA}.`);
  const parameters = new Map<string, string>();
  for (const child of expandedChildren(element, reading.sources))
    if (isSchematron(child, 'param'))
      parameters.set(requiredAttribute(child, 'name').trim(), requiredAttribute(child, 'value'));
  return { ...found, parameters };
}

/** `documents` would make a pattern judge other documents than the one that is given. */
function refuseDocuments(pattern: Element): void {
  if (attribute(pattern, 'documents') !== undefined)
    refuse('SCHEMATRON_UNSUPPORTED', pattern, 'A pattern with documents="…" is not supported.');
}

function refuseInstruction(child: Element, lets: Let[], reading: Reading): void {
  if (elementName(child).local !== 'variable')
    refuse('SCHEMATRON_UNSUPPORTED', child, `xsl:${elementName(child).local} is not supported here.`);
  lets.push(readVariable(child, reading.contexts.xslt));
}

function readRule(element: Element, reading: Reading): Rule {
  const id = attribute(element, 'id');
  const role = attribute(element, 'role');
  const flag = attribute(element, 'flag');
  const lets: Let[] = [];
  const checks: Check[] = [];
  readRuleContent(element, lets, checks, { role, flag }, reading, 0);
  return {
    ...(id === undefined ? {} : { id }),
    context: requiredExpression(element, 'context', reading.contexts.schema),
    lets,
    checks,
    ...(role === undefined ? {} : { role }),
    ...(flag === undefined ? {} : { flag }),
    place: elementPlace(element),
  };
}

interface Severity {
  readonly role: string | undefined;
  readonly flag: string | undefined;
}

/** Lets and checks of a rule, and of the abstract rules that it extends in the place where it does. */
function readRuleContent(
  rule: Element,
  lets: Let[],
  checks: Check[],
  severity: Severity,
  reading: Reading,
  depth: number,
): void {
  if (depth > 32) refuse('SCHEMATRON_REFERENCE', rule, 'This rule extends itself.');
  for (const child of expandedChildren(rule, reading.sources)) {
    const { uri, local } = elementName(child);
    if (uri === xsltNamespace) refuseInstruction(child, lets, reading);
    if (uri !== schematronNamespace) continue;
    if (local === 'let') lets.push(readLet(child, reading));
    else if (local === 'assert' || local === 'report') checks.push(readCheck(child, local, severity, reading));
    else if (local === 'extends') readRuleContent(extended(child, reading), lets, checks, severity, reading, depth + 1);
    else if (!descriptive.has(local)) refuse('SCHEMATRON_INVALID', child, `${local} may not stand in a rule.`);
  }
}

function extended(element: Element, reading: Reading): Element {
  const id = attribute(element, 'rule');
  if (id === undefined) return referred(element, reading.sources);
  const found = reading.abstractRules.get(id);
  const { parameters } = element;
  if (!found) refuse('SCHEMATRON_REFERENCE', element, `There is no abstract rule ${id}.`);
  return parameters ? { ...found, parameters } : found;
}

function readCheck(element: Element, kind: 'assert' | 'report', rule: Severity, reading: Reading): Check {
  const flag = attribute(element, 'flag');
  const role = attribute(element, 'role');
  const see = attribute(element, 'see');
  const subject = expression(element, 'subject', reading.contexts.schema);
  const test = requiredExpression(element, 'test', reading.contexts.schema);
  return {
    kind,
    firesOn: kind === 'report',
    id: attribute(element, 'id') ?? '',
    test,
    shownTest: test.text,
    severity: flag ?? role ?? rule.flag ?? rule.role ?? '',
    ...(flag === undefined ? {} : { flag }),
    ...(role === undefined ? {} : { role }),
    ...(see === undefined ? {} : { see }),
    ...(subject ? { subject } : {}),
    message: readMessage(element, reading.contexts),
    diagnostics: (attribute(element, 'diagnostics') ?? '').split(/\s+/).filter((each) => each !== ''),
    place: elementPlace(element),
  };
}
