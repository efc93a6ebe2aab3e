import type { Catalogue, Outcome } from '../../schematron/report/index.ts';
import { kinds, nameOf, type Tree } from '../../schematron/tree/index.ts';
import type { OracleAnswer, OracleFinding } from './oracle.ts';

/** What differs between our verdict and the oracle's on one document: one line each, `-` is missing here, `+` is ours only. */
export function differences(catalogue: Catalogue, tree: Tree, outcome: Outcome, answer: OracleAnswer): string[] {
  const errors = outcome.findings.filter(({ error }) => error);
  // An error ends the official stylesheet: it says nothing of the rest.
  if ('error' in answer) return errors.length > 0 ? [] : [`- error ${answer.error} ${answer.message.slice(0, 200)}`];
  if (errors.length > 0) return errors.map(({ error }) => `+ error ${error?.code} ${error?.message}`);
  // Some compiled stylesheets have no path for an attribute, and print its value in that place.
  const pathless = answer.findings.some(({ location: said = '' }) => !said.startsWith('/'));
  const ours = outcome.findings.map((found) => {
    const check = catalogue.patterns[found.pattern]?.rules[found.rule]?.checks[found.check];
    return key(
      {
        kind: check?.kind === 'assert' ? 'failed-assert' : 'successful-report',
        ...(check?.id ? { id: check.id } : {}),
        ...(check?.flag === undefined ? {} : { flag: check.flag }),
        ...(check?.role === undefined ? {} : { role: check.role }),
        ...(check ? { test: check.shownTest } : {}),
      },
      pathless && tree.kind[found.node] === kinds.attribute ? attributeValue : location(tree, found.node),
    );
  });
  return multisetDifference(
    answer.findings.map((found) => key(found, plainLocation(found.location ?? ''))),
    ours,
  );
}

export function multisetDifference(expected: readonly string[], actual: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const each of actual) counts.set(each, (counts.get(each) ?? 0) + 1);
  for (const each of expected) counts.set(each, (counts.get(each) ?? 0) - 1);
  return [...counts].filter(([, count]) => count !== 0).map(([each, count]) => `${count > 0 ? '+' : '-'} ${each}`);
}

/** The document, and its root element: compilers write the same of both. */
const whole = '(root)';
const attributeValue = '(an attribute)';

/** A check without an id is known by its test, in which braces may have been lost: to XSLT they are a value template. */
function key({ kind, id, flag, role, test }: OracleFinding, place: string): string {
  const name = id ?? (test ?? '').replace(/[{},\s]+/g, '');
  return [kind, name, flag ?? '', role ?? '', place].join(' | ');
}

/** `(root)/InvoiceLine[2]/@unitCode`, whatever the namespaces. */
function location(tree: Tree, node: number): string {
  const { kind, name, parent, end, attributes } = tree;
  if (node <= 0) return whole;
  const above = parent[node] as number;
  if (above === 0 && kind[node] === kinds.element) return whole;
  const before = above > 0 ? location(tree, above) : '';
  const { local } = nameOf(tree, node);
  if (kind[node] === kinds.attribute) return `${before}/@${local}`;
  if (kind[node] !== kinds.element) return `${before}/${kind[node]}`;
  let position = 1;
  for (let n = above + 1 + (attributes[above] as number); n < node; n = end[n] as number)
    if (kind[n] === kinds.element && name[n] === name[node]) position++;
  return `${before}/${local}[${position}]`;
}

/** The same of what the compilers write: `*:X[namespace-uri()='…'][1]`, `*[local-name()='X' …][1]`, `Q{…}X[1]`, `p:X[1]`. */
function plainLocation(written: string): string {
  if (!written.startsWith('/')) return attributeValue;
  const names = written
    .replace(/local-name\(\)\s*=\s*'([^']*)'/g, '!$1!')
    .replace(/'[^']*'/g, '')
    .replace(/Q\{[^}]*\}/g, '');
  const found = names.split('/').filter((step) => step !== '');
  const [, ...below] = found.map(plainStep);
  return [whole, ...below].join('/');
}

function plainStep(step: string): string {
  const name = /!([^!]*)!/.exec(step)?.[1] ?? /^@?(?:[^\s:[\]]*:)?([^\s:[\]]+)/.exec(step)?.[1] ?? step;
  if (step.startsWith('@')) return `@${name}`;
  return `${name}[${/\[(\d+)\]\s*$/.exec(step)?.[1] ?? '1'}]`;
}
