import { expect, it } from 'vitest';
import { generateModule, loadModule } from '../../../schematron/compile/index.ts';
import { parseDocument } from '../../../schematron/tree/index.ts';
import { rulesOf } from '../rules.ts';

const condition = "t/normalize-space(upper-case(s)) = 'VAT'";
const { source } = generateModule(
  rulesOf(
    `<pattern><rule context="c[${condition}]"><report id="taxed" test="true()">t</report></rule></pattern>
     <pattern><rule context="/r"><let name="unused" value="count(none/at/all)"/>
       <report id="any" test="c[${condition}]">t</report><report id="all" test="every $c in c satisfies $c[${condition}]">t</report>
       <report id="other" test="count(c[${condition}]) != count(c[not(${condition})])">t</report></rule></pattern>`,
  ),
);

it('a condition that several rules ask of a node is one function, which remembers', () => {
  expect(source.match(/^function compares\w*\(/gm)).toEqual(['function compares(', 'function compares_for(']);
  expect(source).toContain('const memos = 1;');
});

it('what nothing uses is not written', () => {
  expect(source).not.toContain('let_unused');
});

it('what it answered for one document is not taken for another’s', () => {
  const program = loadModule(source, 'rules.js');
  const c = (scheme: string) => `<c><t><s>${scheme}</s></t></c>`;
  const found = (...schemes: string[]) => {
    const { findings } = program.run(parseDocument(`<r>${schemes.map(c).join('')}</r>`));
    return findings.map(({ pattern, check }) => (pattern === 0 ? 'taxed' : ['any', 'all', 'other'][check]));
  };
  expect(found('VAT')).toEqual(['taxed', 'any', 'all', 'other']);
  expect(found('GST')).toEqual(['other']);
  expect(found('vat', ' Vat ', 'GST')).toEqual(['taxed', 'taxed', 'any', 'other']);
  expect(found('GST', 'VAT')).toEqual(['taxed', 'any']);
});
