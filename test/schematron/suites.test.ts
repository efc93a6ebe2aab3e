import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../schematron/index.ts';
import { differences } from '../../scripts/suites/compare.ts';
import { runGolden } from '../../scripts/suites/golden.ts';
import { compileForm } from '../../scripts/suites/run-suite.ts';
import { suites } from '../../scripts/suites/suites.ts';
import { casesOf, folders } from '../../scripts/suites/testsets.ts';
import { mutationsOf } from '../../scripts/suites/xmute.ts';
import { hasArtefacts } from '../shared.ts';

/** The part of `npm run suites` that takes seconds; the whole has Saxon-HE as its oracle. */
describe.skipIf(!hasArtefacts)('the recorded verdicts of official rule sets, needs the artefacts', () => {
  it.each([
    ['EN 16931 UBL', 'sch', 500, 3000],
    ['EN 16931 CII', 'sch', 250, 400],
    ['Peppol BIS 3 UBL', 'sch', 10, 3],
    ['XRechnung UBL', 'sch', 20, 0],
    ['ZATCA E-invoice_Validation_Rules', 'xslt', 10, 3],
  ] as const)('%s', (name, form, documents, findings) => {
    const suite = suites.find((each) => each.name === name);
    const row = suite && runGolden(suite, form);
    expect(row?.documents).toBeGreaterThan(documents);
    expect(row?.findings).toBeGreaterThanOrEqual(findings);
    expect(Object.fromEntries(row?.different ?? [])).toEqual({});
  });

  it('unit files are read with what they expect', () => {
    const cases = casesOf(`${folders[0]}/Invoice-unit-UBL/BR-CL-14.xml`);
    expect(
      cases.map(({ expectations }) => expectations.map(({ rule, fires, number }) => [rule, fires, number ?? null])),
    ).toContainEqual([['BR-CL-14', true, 6]]);
  });
});

describe('the comparison with Saxon', () => {
  const suite = suites.find(({ name }) => name === 'EN 16931 UBL');
  const tree = parseDocument('<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>');
  const saxon = (id: string, location: string) => ({
    kind: 'failed-assert' as const,
    id,
    flag: 'fatal',
    location,
    test: 't',
  });

  it.skipIf(!hasArtefacts)(
    'sees a finding that is missing, one too many, another place, an error; needs the artefacts',
    () => {
      if (!suite) throw new Error('no suite');
      const ruleSet = compileForm(suite, 'sch');
      const { findings } = ruleSet.run(tree, {}, false);
      const here = "/*:Invoice[namespace-uri()='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'][1]";
      const answer = (extra: readonly ReturnType<typeof saxon>[]) => ({
        findings: [
          ...findings.map((each) => {
            const check = ruleSet.catalogue.patterns[each.pattern]?.rules[each.rule]?.checks[each.check];
            return { ...saxon(check?.id ?? '', here), flag: check?.flag ?? '' };
          }),
          ...extra,
        ],
      });
      const outcome = { findings, fired: [] };
      expect(findings.length).toBeGreaterThan(10);
      expect(differences(ruleSet.catalogue, tree, outcome, answer([]))).toEqual([]);
      expect(differences(ruleSet.catalogue, tree, outcome, answer([saxon('BR-99', here)]))).toEqual([
        '- failed-assert | BR-99 | fatal |  | (root)',
      ]);
      expect(differences(ruleSet.catalogue, tree, { findings: findings.slice(1), fired: [] }, answer([]))).toHaveLength(
        1,
      );
      expect(
        differences(ruleSet.catalogue, tree, outcome, {
          findings: answer([]).findings.map((each) => ({ ...each, location: `${here}/*:ID[1]` })),
        }),
      ).not.toEqual([]);
      expect(differences(ruleSet.catalogue, tree, outcome, { error: 'FORG0001', message: 'x' })).toEqual([
        '- error FORG0001 x',
      ]);
    },
  );
});

describe('XML-MutaTe', () => {
  it.each([
    ['mutator="remove"', ['<a/>']],
    ['mutator="empty"', ['<a><b c="1"></b></a>']],
    ['mutator="identity"', ['<a><b c="1">x</b></a>']],
    ['mutator="code" values="y, z"', ['<a><b c="1">y</b></a>', '<a><b c="1">z</b></a>']],
    ['mutator="code" values="2;3" separator=";" attribute="c"', ['<a><b c="2">x</b></a>', '<a><b c="3">x</b></a>']],
  ])('%s', (instruction, expected) => {
    const text = `<a><?xmute ${instruction} schematron-invalid="xrubl:R-1 xrubl:R-2" ?><b c="1">x</b></a>`;
    const mutations = mutationsOf(parseDocument(text));
    const plain = mutations.map(({ document }) => document.replace(/<\?.*?\?>/, '').replace('<a></a>', '<a/>'));
    expect(plain).toEqual(expected);
    expect(mutations[0]?.expectations).toEqual([
      { rules: 'xrubl', rule: 'R-1', valid: false },
      { rules: 'xrubl', rule: 'R-2', valid: false },
    ]);
  });
});
