import { isSvrl, type StylesheetReading, saidAttribute, schxsltNamespace } from './compiled.ts';
import { XsltContexts } from './context.ts';
import {
  attribute,
  childElements,
  type Element,
  elementName,
  isXslt,
  refuse,
  requiredAttribute,
  xsltNamespace,
} from './element.ts';
import { readFunction, readKey, readVariable } from './instruction.ts';
import type { Contexts } from './message.ts';
import type { Let, Pattern, RuleSet, Visits } from './model.ts';
import type { Sources } from './sources.ts';
import { readTemplate, type Template } from './template.ts';

/**
 * Reads the rules back out of XSLT 2.0 that Schematron was compiled to, by the ISO skeleton (a mode is a pattern) or by
 * SchXslt (rules say their pattern), also where it was written on by hand. The templates' priorities are the rules' order.
 */
export function readStylesheet(root: Element, sources: Sources): RuleSet {
  if (attribute(root, 'version') !== '2.0')
    refuse('SCHEMATRON_UNSUPPORTED', root, 'Only XSLT 2.0 is read; 1.0 compares and converts in other ways.');
  const children = childElements(root);
  const plain = new XsltContexts({ prefixes: new Map(), elementNamespace: '' });
  const contexts: Contexts = { schema: plain.of(root), xslt: plain };
  const reading: StylesheetReading = { contexts, diagnostics: new Map() };
  refuseUnknown(children);
  const all = descendants(root);
  const patterns = modesOf(all, root).flatMap((mode) => readMode(mode, children, all, reading));
  const title = all.find((each) => isSvrl(each, 'schematron-output'));
  const titleText = title && attribute(title, 'title');
  return {
    file: root.source.file,
    ...(titleText ? { title: titleText } : {}),
    queryBinding: 'xslt2',
    namespaces: all
      .filter((each) => isSvrl(each, 'ns-prefix-in-attribute-values'))
      .map((each) => ({ prefix: requiredAttribute(each, 'prefix'), uri: requiredAttribute(each, 'uri') })),
    lets: readGlobals(children, root, plain),
    keys: children.filter((each) => isXslt(each, 'key')).map((each) => readKey(each, plain)),
    functions: children
      .filter((each) => isXslt(each, 'function') && !isSchxslt(each))
      .map((each) => readFunction(each, plain)),
    patterns,
    diagnostics: reading.diagnostics,
    sources: sources.files,
  };
}

const isSchxslt = (element: Element): boolean => (attribute(element, 'name') ?? '').startsWith('schxslt:');

function descendants(element: Element): Element[] {
  return childElements(element).flatMap((each) => [each, ...descendants(each)]);
}

const known: ReadonlySet<string> = new Set('template function key variable param output'.split(' '));

function refuseUnknown(children: readonly Element[]): void {
  for (const each of children) {
    const { uri, local } = elementName(each);
    if (uri === xsltNamespace && !known.has(local))
      refuse('SCHEMATRON_UNSUPPORTED', each, `xsl:${local} is not supported in a compiled Schematron.`);
  }
}

/** Templates are applied to the document. */
const isApplied = (element: Element): boolean =>
  isXslt(element, 'apply-templates') && /^(\/|root\(\))$/.test(attribute(element, 'select') ?? '');

/** The modes that are applied to the document, in order: each is a pattern, or in SchXslt a group of them. */
function modesOf(all: readonly Element[], root: Element): string[] {
  const modes = all
    .filter((each) => isApplied(each))
    .map((each) => attribute(each, 'mode') ?? '')
    .filter((mode) => mode !== '');
  if (modes.length === 0) refuse('SCHEMATRON_INVALID', root, 'This XSLT was not compiled from Schematron.');
  return [...new Set(modes)];
}

/** Variables and parameters. Those that make elements are left out where nothing refers to them. */
function readGlobals(children: readonly Element[], root: Element, contexts: XsltContexts): Let[] {
  return children
    .filter((each) => isXslt(each, 'variable') || isXslt(each, 'param'))
    .filter((each) => root.source.tree.source.includes(`$${requiredAttribute(each, 'name')}`))
    .map((each) => readVariable(each, contexts));
}

function readMode(
  mode: string,
  children: readonly Element[],
  all: readonly Element[],
  reading: StylesheetReading,
): Pattern[] {
  const templates = children.filter((each) => isXslt(each, 'template') && attribute(each, 'mode') === mode);
  const rules = templates.map(readable).filter((each) => each !== undefined);
  // A higher priority comes first; of equals, which XSLT calls an error, processors take the last.
  rules.sort((a, b) => b.priority - a.priority || b.element.node - a.element.node);
  const visits = visitsOf(templates, all);
  const groups = group(rules.map(({ element }) => readTemplate(element, mode, reading)));
  const named = patternNames(all);
  return [...groups.values()].map((templates) => {
    const first = templates[0] as Template;
    const name = named.get(first.pattern);
    return {
      id: name?.id ?? '',
      ...(name?.name === undefined ? {} : { name: name.name }),
      lets: [],
      rules: templates.map(({ rule }) => rule),
      visits,
      siblings: visits,
      place: first.rule.place,
    };
  });
}

/**
 * The templates by pattern, each in order. One that is guarded by no pattern, or by another than it marks, becomes a
 * pattern of its own: there stand, empty, the rules before it that keep nodes from it; and it stands, empty, where it
 * keeps nodes from others.
 */
function group(templates: readonly Template[]): ReadonlyMap<string, readonly Template[]> {
  const groups = new Map<string, Template[]>();
  const of = (key: string): Template[] => groups.get(key) ?? groups.set(key, []).get(key) ?? [];
  for (const template of templates) {
    const { guard, marks, rule } = template;
    if (guard === marks) of(marks).push(template);
    else {
      const before = guard === undefined ? [] : of(guard);
      of(`${guard} ${rule.place.line}`).push(...before.map(emptied), template);
      of(marks).push(emptied(template));
    }
  }
  return groups;
}

function emptied(template: Template): Template {
  const { content: _, ...rule } = template.rule;
  return { ...template, rule: { ...rule, lets: [], checks: [] } };
}

/** A template that is a rule, with its priority; those below 0 only walk through the document. */
function readable(element: Element): { readonly element: Element; readonly priority: number } | undefined {
  const priority = Number(attribute(element, 'priority') ?? Number.NaN);
  if (Number.isNaN(priority))
    refuse('SCHEMATRON_UNSUPPORTED', element, 'A rule of a compiled Schematron has a priority.');
  return priority < 0 ? undefined : { element, priority };
}

/** What the templates walk to. */
function visitsOf(templates: readonly Element[], all: readonly Element[]): Visits {
  const own = templates.flatMap(descendants).filter((each) => isXslt(each, 'apply-templates'));
  const current = all.filter((each) => attribute(each, 'mode') === '#current');
  const selects = [...own, ...current].map((each) => attribute(each, 'select') ?? 'node()');
  const any = (pattern: RegExp) => selects.some((each) => pattern.test(each));
  return { attributes: any(/@\*/), text: any(/node\(\)|text\(\)/), asides: any(/node\(\)|comment\(\)/) };
}

interface PatternName {
  readonly id: string;
  readonly name?: string;
}

/** Ids and names that the SVRL gives the patterns: by mode (skeleton), or by SchXslt's own ids. */
function patternNames(all: readonly Element[]): ReadonlyMap<string, PatternName> {
  const names = new Map<string, PatternName>();
  let last: PatternName | undefined;
  let group: string | undefined;
  for (const each of all) {
    if (elementName(each).uri === schxsltNamespace && elementName(each).local === 'pattern')
      group = attribute(each, 'id');
    if (isSvrl(each, 'active-pattern')) {
      const name = saidAttribute(each, 'name');
      last = { id: saidAttribute(each, 'id') ?? '', ...(name === undefined ? {} : { name }) };
      if (group !== undefined) names.set(group, last);
    }
    const mode =
      isXslt(each, 'apply-templates') && attribute(each, 'select') === '/' ? attribute(each, 'mode') : undefined;
    if (mode !== undefined && last && !names.has(mode)) names.set(mode, last);
  }
  return names;
}
