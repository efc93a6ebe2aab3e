import { join } from 'node:path';
import { compileSchematron, parseDocument, type RuleSet } from '../../schematron/index.ts';
import { kinds, leafValue, nameOf, type Tree } from '../../schematron/tree/index.ts';
import { artefacts, bytesOf, filesBelow } from './artefacts.ts';
import { attributeNode } from './fragment.ts';
import { evaluated, type Row } from './run-suite.ts';

/** KoSIT's XML-MutaTe: an instruction says how the next element is changed, and which rules then fail, or do not. */
export interface Mutation {
  readonly document: string;
  readonly expectations: readonly { readonly rules: string; readonly rule: string; readonly valid: boolean }[];
}

/** Prefixes of rules in expectations. */
const ruleSets: Readonly<Record<string, string>> = {
  cenubl: 'eu/en16931/ubl/schematron/EN16931-UBL-validation.sch',
  cencii: 'eu/en16931/cii/schematron/EN16931-CII-validation.sch',
  xrubl: 'eu/xrechnung/phive-3.0.2/sch/ubl/XRechnung-UBL-validation.sch',
  xrcii: 'eu/xrechnung/phive-3.0.2/sch/cii/XRechnung-CII-validation.sch',
};

export function runXmute(): Row[] {
  const mutations = filesBelow('eu/xrechnung/schematron-2.5.1-SNAPSHOT/test-instances', /\.xml$/).flatMap((file) =>
    mutationsOf(parseDocument(bytesOf(file))).map((each, index) => ({ ...each, name: `${file} #${index}` })),
  );
  return Object.entries(ruleSets).map(([prefix, file]) => {
    const ruleSet = compileSchematron(join(artefacts, file));
    const mine = mutations.filter(({ expectations }) => expectations.some(({ rules }) => rules === prefix));
    const different = new Map<string, readonly string[]>();
    let assertions = 0;
    let findings = 0;
    for (const { name, document, expectations } of mine) {
      const { failed, checks } = failedRules(ruleSet, document);
      assertions += checks;
      const own = expectations.filter(({ rules }) => rules === prefix);
      findings += own.length;
      const wrong = own
        .filter(({ rule, valid }) => failed.has(rule) === valid)
        .map(({ rule, valid }) => `${rule} should ${valid ? 'hold' : 'fail'}`);
      if (wrong.length > 0) different.set(name, wrong);
    }
    return {
      suite: `XRechnung xmute, ${prefix}`,
      documents: mine.length,
      rules: ruleSet.checks,
      assertions,
      findings,
      different,
    };
  });
}

/** The documents that a document's instructions make. */
export function mutationsOf(tree: Tree): Mutation[] {
  const found: Mutation[] = [];
  for (let node = 1; node < tree.size; node++) {
    if (tree.kind[node] !== kinds.instruction || nameOf(tree, node).local !== 'xmute') continue;
    const said = new Map(
      [...leafValue(tree, node).matchAll(/([\w-]+)\s*=\s*"([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
    );
    const expectations = [
      ...expected(said.get('schematron-valid'), true),
      ...expected(said.get('schematron-invalid'), false),
    ];
    let target = node + 1;
    while (target < tree.size && tree.kind[target] !== kinds.element) target++;
    for (const document of changed(tree, target, said)) found.push({ document, expectations });
  }
  return found;
}

const expected = (said: string | undefined, valid: boolean): Mutation['expectations'] =>
  (said ?? '')
    .split(/[\s,]+/)
    .filter((each) => each.includes(':'))
    .map((each) => ({ rules: each.split(':')[0] ?? '', rule: each.split(':')[1] ?? '', valid }));

function changed(tree: Tree, target: number, said: ReadonlyMap<string, string>): string[] {
  const { source } = tree;
  const [from, to] = [tree.start[target] as number, tree.to[target] as number];
  const name = /^<([^\s/>]+)/.exec(source.slice(from))?.[1] ?? '';
  const open = startTag(source, from);
  const put = (text: string) => [source.slice(0, from) + text + source.slice(to)];
  const content = (text: string) => put(`${open.replace(/\s*\/>$/, '>')}${text}</${name}>`);
  const attribute = said.get('attribute');
  switch (said.get('mutator')) {
    case 'identity':
      return [source];
    case 'remove':
      return put('');
    case 'empty':
      return attribute === undefined ? content('') : withAttribute(tree, target, attribute, '');
    case 'whitespace':
      return content('   \n\t');
    case 'code': {
      const values = (said.get('values') ?? '').split(said.get('separator') ?? ',').map((each) => each.trim());
      return values.flatMap((value) =>
        attribute === undefined ? content(value) : withAttribute(tree, target, attribute, value),
      );
    }
    default:
      return [];
  }
}

function startTag(source: string, from: number): string {
  return /^<(?:"[^"]*"|'[^']*'|[^>"'])*>/.exec(source.slice(from))?.[0] ?? '';
}

function withAttribute(tree: Tree, target: number, name: string, value: string): string[] {
  const node = attributeNode(tree, target, name);
  if (node === -1) return [];
  const { source } = tree;
  return [source.slice(0, tree.from[node]) + value + source.slice(tree.to[node])];
}

function failedRules(
  ruleSet: RuleSet,
  document: string,
): { readonly failed: ReadonlySet<string>; readonly checks: number } {
  const { findings, fired } = ruleSet.run(parseDocument(document), {}, true);
  const ids = findings.map(
    ({ pattern, rule, check }) => ruleSet.catalogue.patterns[pattern]?.rules[rule]?.checks[check]?.id ?? '',
  );
  return { failed: new Set(ids), checks: evaluated(ruleSet, fired) };
}
