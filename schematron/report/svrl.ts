import type { Tree } from '../tree/index.ts';
import type { Catalogue, CataloguePattern } from './catalogue.ts';
import { checkOf, type FiredRule, messageOf, type Outcome, type RawFinding, severityOf } from './finding.ts';
import { exactPath } from './location.ts';

/**
 * The Schematron Validation Report Language of ISO/IEC 19757-3:2025. The outcome must have been asked for its fired rules.
 * A test that could not be evaluated is a failed assert with flag `fatal`, so that no reader takes it for a success.
 */
export function toSvrl(catalogue: Catalogue, tree: Tree, outcome: Outcome): string {
  const attributes = [
    ['title', catalogue.title],
    ['phase', nmtoken(catalogue.phase)],
  ] as const;
  const namespaces = catalogue.namespaces.map(({ prefix, uri }) =>
    element('ns-prefix-in-attribute-values', [
      ['prefix', prefix],
      ['uri', uri],
    ]),
  );
  const patterns = catalogue.patterns.map((pattern, index) => patternText(catalogue, tree, outcome, pattern, index));
  const content = [...namespaces, ...patterns].join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(
    'schematron-output',
    [['xmlns:svrl', 'http://purl.oclc.org/dsdl/svrl'], ...attributes],
    `\n${content}\n`,
  )}\n`;
}

function patternText(
  catalogue: Catalogue,
  tree: Tree,
  outcome: Outcome,
  pattern: CataloguePattern,
  index: number,
): string {
  const lines = [
    element('active-pattern', [
      ['id', ncName(pattern.id)],
      ['name', pattern.name],
    ]),
  ];
  const findings = outcome.findings.filter((each) => each.pattern === index);
  for (const fired of outcome.fired.filter((each) => each.pattern === index)) {
    lines.push(firedText(catalogue, fired));
    for (const found of findings)
      if ((found.context ?? found.node) === fired.node && found.rule === fired.rule)
        lines.push(findingText(catalogue, tree, found));
  }
  return lines.join('\n');
}

function firedText(catalogue: Catalogue, { pattern, rule }: FiredRule): string {
  const { id, context, role, flag } = catalogue.patterns[pattern]?.rules[rule] ?? {};
  return element('fired-rule', [
    ['id', ncName(id)],
    ['context', context ?? ''],
    ['role', role],
    ['flag', flag],
  ]);
}

function findingText(catalogue: Catalogue, tree: Tree, found: RawFinding): string {
  const check = checkOf(catalogue, found);
  const diagnostics = check.diagnostics.map((id, index) =>
    element('diagnostic-reference', [['diagnostic', id]], text(found.diagnostics?.[index] ?? '')),
  );
  return element(
    check.kind === 'assert' || found.error ? 'failed-assert' : 'successful-report',
    [
      ['id', ncName(check.id)],
      ['location', exactPath(tree, found.node)],
      ['test', check.shownTest],
      ['role', found.error ? undefined : check.role],
      ['flag', found.error ? severityOf(check, found) : check.flag],
    ],
    [...diagnostics, text(messageOf(found))].join(''),
  );
}

const text = (message: string): string => element('text', [], escapeText(message));

const ncName = (id: string | undefined): string | undefined =>
  id !== undefined && /^[\p{L}_][\p{L}\p{N}._-]*$/u.test(id) ? id : undefined;

const nmtoken = (value: string | undefined): string | undefined =>
  value !== undefined && /^[\p{L}\p{N}._:-]+$/u.test(value) ? value : undefined;

type Attributes = readonly (readonly [string, string | undefined])[];

function element(name: string, attributes: Attributes, content = ''): string {
  const said = attributes
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeAttribute(value ?? '')}"`)
    .join('');
  return content === '' ? `<svrl:${name}${said}/>` : `<svrl:${name}${said}>${content}</svrl:${name}>`;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escapeText = (value: string): string => value.replace(/[&<>]/g, (found) => escapes[found] ?? found);

const escapeAttribute = (value: string): string =>
  value
    .replace(/[&<"]/g, (found) => escapes[found] ?? found)
    .replace(/[\t\n\r]/g, (found) => `&#${found.charCodeAt(0)};`);
