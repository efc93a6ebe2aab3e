import { SchematronProblem } from '../problem.ts';
import { schemaContext, XsltContexts } from './context.ts';
import {
  attribute,
  type Element,
  elementName,
  elementPlace,
  isSchematron,
  plainText,
  refuse,
  requiredAttribute,
  schematronNamespace,
  xsltNamespace,
} from './element.ts';
import { expandedChildren } from './include.ts';
import { readFunction, readKey, readVariable } from './instruction.ts';
import { type Contexts, readMessage } from './message.ts';
import type { Let, MessagePart, RuleSet } from './model.ts';
import { readLet, readPattern } from './pattern.ts';
import type { Sources } from './sources.ts';

/** What reading a schema needs everywhere. */
export interface Reading {
  readonly sources: Sources;
  readonly contexts: Contexts;
  readonly abstractPatterns: ReadonlyMap<string, Element>;
  readonly abstractRules: ReadonlyMap<string, Element>;
}

/** Reads an ISO Schematron schema. `phase`: absent = the schema's own default; `#ALL` = everything. */
export function readSchema(schema: Element, sources: Sources, phase: string | undefined): RuleSet {
  const children = expandedChildren(schema, sources);
  const queryBinding = supportedBinding(schema);
  const namespaces = named(children, 'ns').map((each) => ({
    prefix: requiredAttribute(each, 'prefix'),
    uri: requiredAttribute(each, 'uri'),
  }));
  const context = schemaContext(schema, namespaces);
  const contexts: Contexts = { schema: context, xslt: new XsltContexts(context) };
  const patterns = named(children, 'pattern');
  const reading: Reading = {
    sources,
    contexts,
    abstractPatterns: abstractPatterns(patterns),
    abstractRules: abstractRules(children, sources),
  };
  const title = named(children, 'title')[0];
  const active = activePhase(schema, children, phase);
  refuseUnknown(children);
  const activeIds =
    active &&
    new Set(named(expandedChildren(active, sources), 'active').map((each) => requiredAttribute(each, 'pattern')));
  return {
    file: schema.source.file,
    ...(title ? { title: plainText(title) } : {}),
    queryBinding,
    namespaces,
    lets: readLets(active ? [...children, ...expandedChildren(active, sources)] : children, reading),
    keys: xslt(children, 'key').map((each) => readKey(each, contexts.xslt)),
    functions: xslt(children, 'function').map((each) => readFunction(each, contexts.xslt)),
    patterns: patterns
      .filter((each) => attribute(each, 'abstract') !== 'true')
      .filter((each) => !activeIds || activeIds.has(attribute(each, 'id') ?? ''))
      .map((each) => readPattern(each, reading)),
    diagnostics: readDiagnostics(children, reading),
    ...(active ? { phase: requiredAttribute(active, 'id') } : {}),
    sources: sources.files,
  };
}

const named = (elements: readonly Element[], local: string): Element[] =>
  elements.filter((each) => isSchematron(each, local));

const xslt = (elements: readonly Element[], local: string): Element[] =>
  elements.filter((each) => elementName(each).uri === xsltNamespace && elementName(each).local === local);

/** Query languages whose expressions are XPath 2.0's. A schema that names none is read so as well. */
const bindings: ReadonlySet<string> = new Set(['xslt2', 'xpath2', 'xslt3', 'xpath3', 'xpath31']);

function supportedBinding(schema: Element): string {
  const binding = attribute(schema, 'queryBinding') ?? 'xslt2';
  if (!bindings.has(binding.toLowerCase()))
    refuse('SCHEMATRON_UNSUPPORTED', schema, `The query binding ${binding} is not supported; xslt2 is.`);
  return binding;
}

function abstractPatterns(patterns: readonly Element[]): ReadonlyMap<string, Element> {
  const found = new Map<string, Element>();
  for (const each of patterns)
    if (attribute(each, 'abstract') === 'true') found.set(requiredAttribute(each, 'id'), each);
  return found;
}

/** Abstract rules stand in patterns, or since 2016 in `sch:rules`. */
function abstractRules(children: readonly Element[], sources: Sources): ReadonlyMap<string, Element> {
  const found = new Map<string, Element>();
  for (const each of [...named(children, 'pattern'), ...named(children, 'rules')])
    for (const rule of named(expandedChildren(each, sources), 'rule'))
      if (attribute(rule, 'abstract') === 'true') found.set(requiredAttribute(rule, 'id'), rule);
  return found;
}

function activePhase(schema: Element, children: readonly Element[], asked: string | undefined): Element | undefined {
  const id = asked === undefined || asked === '#DEFAULT' ? attribute(schema, 'defaultPhase') : asked;
  if (id === undefined || id === '#ALL') return undefined;
  const found = named(children, 'phase').find((each) => attribute(each, 'id') === id);
  return found ?? refuse('SCHEMATRON_REFERENCE', schema, `There is no phase ${id}.`);
}

function readLets(children: readonly Element[], reading: Reading): Let[] {
  return children.flatMap((each) => {
    if (isSchematron(each, 'let')) return [readLet(each, reading)];
    const { uri, local } = elementName(each);
    return uri === xsltNamespace && (local === 'variable' || local === 'param')
      ? [readVariable(each, reading.contexts.xslt)]
      : [];
  });
}

function readDiagnostics(children: readonly Element[], reading: Reading): ReadonlyMap<string, readonly MessagePart[]> {
  const found = new Map<string, readonly MessagePart[]>();
  for (const group of named(children, 'diagnostics'))
    for (const each of named(expandedChildren(group, reading.sources), 'diagnostic'))
      found.set(requiredAttribute(each, 'id'), readMessage(each, reading.contexts));
  return found;
}

const known: ReadonlySet<string> = new Set('ns pattern title phase let diagnostics properties p rules'.split(' '));
const knownXslt: ReadonlySet<string> = new Set(['function', 'key', 'variable', 'param', 'output']);

function refuseUnknown(children: readonly Element[]): void {
  for (const each of children) {
    const { uri, local } = elementName(each);
    const place = elementPlace(each);
    if (uri === schematronNamespace && !known.has(local))
      throw new SchematronProblem('SCHEMATRON_INVALID', `${local} may not stand in a schema.`, place);
    if (uri === xsltNamespace && !knownXslt.has(local))
      throw new SchematronProblem('SCHEMATRON_UNSUPPORTED', `xsl:${local} is not supported in a schema.`, place);
  }
}
