import { existsSync, readdirSync, readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { validateAction } from '../../../actions/validate/index.ts';
import { problemsOf } from '../../../engine/errors.ts';
import schema from '../../../schemas/rules.schema.json' with { type: 'json' };
import { artefactOf } from '../lib/xsd/schemas.ts';
import { contextOf, loadingOf } from '../loading.ts';

const line = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    quantity: { type: 'string', format: 'decimal' },
    unit: { type: 'string' },
    taxes: {
      type: 'array',
      items: { type: 'object', properties: { type: { type: 'string' }, rate: { type: 'string', format: 'decimal' } } },
    },
  },
};
const scope = {
  invoice: {
    type: 'object',
    properties: {
      number: { type: 'string' },
      lines: { type: 'array', items: line },
      codes: { type: 'array', items: { type: 'string' } },
    },
  },
};
const invoice = {
  number: 'A{1}',
  codes: ['A', 'B', 'Z'],
  lines: [
    { id: '1', quantity: '1', unit: 'A', taxes: [{ type: 'VAT', rate: '16' }] },
    {
      id: '2',
      quantity: '0',
      unit: 'Z',
      taxes: [
        { type: 'VAT', rate: '16' },
        { type: 'VAT', rate: '17.50' },
      ],
    },
    { id: '3', quantity: '-2.5' },
  ],
};
const codeList = artefactOf('codes.xsd', {
  'http://t.test/codes.xsd':
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:simpleType name="c_Unit"><xs:restriction base="xs:string"><xs:enumeration value="A"/><xs:enumeration value="B"/></xs:restriction></xs:simpleType>' +
    '<xs:simpleType name="c_Zip"><xs:restriction base="xs:string"><xs:pattern value="[0-9]{5}"/></xs:restriction></xs:simpleType></xs:schema>',
});
const schematron = artefactOf('codes.sch', {
  'http://t.test/codes.sch':
    '<schema xmlns="http://purl.oclc.org/dsdl/schematron"><pattern><rule context="u"><assert id="U-1" test="contains(\' A B \', .)"/></rule></pattern></schema>',
});
const pinOf = (name: string) => ({ name, files: [{ address: `http://t.test/${name}`, sha256: [] }] });
const pins = [pinOf('codes.xsd'), pinOf('codes.sch')];

function prepare(rules: string) {
  const { loading, at, problems } = loadingOf('{}', { scope, artefacts: pins, files: { 'r.yaml': rules } });
  return { prepared: validateAction.prepare({ rules: 'r.yaml' }, loading, at), problems };
}

async function run(
  rules: string,
  artefacts: Record<string, typeof codeList> = { 'codes.xsd': codeList, 'codes.sch': schematron },
) {
  const { prepared, problems } = prepare(rules);
  expect(problems).toEqual([]);
  if (prepared === undefined) throw new Error('not prepared');
  try {
    const output = await validateAction.run(contextOf({ variables: { invoice }, artefacts }), prepared);
    return { values: output.values, problems: output.problems ?? [] };
  } catch (thrown) {
    return { values: undefined, problems: problemsOf(thrown) };
  }
}

const rule = (text: string) => `rules:\n  - id: R\n${text.replace(/^/gm, '    ')}\n`;
const brief = (problems: readonly { code: string; path?: string; message: string }[]) =>
  problems.map((each) => [each.code, each.path, each.message]);

describe('rules', () => {
  const cases: [string, string, (string | undefined)[][]][] = [
    ['that hold', 'check: =size(invoice.lines) == 3\nmessage: no', []],
    [
      'a loop',
      'for: line in invoice.lines\ncheck: =line.quantity > 0\nmessage: "{line.id} has {=line.quantity} of {number}"\npath: lines[{index}].quantity',
      [
        ['RULE_FAILED', 'lines[1].quantity', 'R: 2 has 0 of A{1}'],
        ['RULE_FAILED', 'lines[2].quantity', 'R: 3 has -2.5 of A{1}'],
      ],
    ],
    [
      'loops in loops',
      'for: [line in invoice.lines, tax in line.taxes]\ncheck: =tax.rate == 16\nmessage: "{=tax.type + "}"} {{{8} {tax.rate}"\npath: lines[{index}].taxes[{index2}].rate'
        .replace('"{=tax.type + "}"}', '\'{=tax.type + "}"}')
        .replace('{tax.rate}"', "{tax.rate}'"),
      [['RULE_FAILED', 'lines[1].taxes[1].rate', 'R: VAT} {{8} 17.50']],
    ],
    [
      'an index of its own name',
      'for: line, at in =invoice.lines.filter(l, has(l.unit))\ncheck: =at < 1\nmessage: m\npath: lines[{at}]',
      [['RULE_FAILED', 'lines[1]', 'R: m']],
    ],
    [
      'a condition',
      'for: line in invoice.lines\nwhen: =has(line.unit)\ncheck: =line.quantity > 0\nmessage: m\npath: lines[{index}]',
      [['RULE_FAILED', 'lines[1]', 'R: m']],
    ],
    [
      'an absent list',
      'for: tax in invoice.none\ncheck: =false\nmessage: m'.replace('invoice.none', '=or(invoice.lines[2].taxes, [])'),
      [],
    ],
    [
      'an expression that goes wrong',
      'for: line in invoice.lines\ncheck: =line.taxes[0].rate > 0\nmessage: m\npath: lines[{index}]',
      [['EXPRESSION_FAILED', 'lines[2]', expect.stringContaining('R: ')]],
    ],
    [
      'a code list',
      'for: line in invoice.lines\ncheck: { in: c_Unit, artefact: codes.xsd }\nvalue: =line.unit\npath: lines[{index}].unit',
      [['CODE_UNKNOWN', 'lines[1].unit', 'R: "Z" is not in the code list c_Unit.']],
    ],
    [
      'a list of codes',
      'check: { in: c_Unit, artefact: codes.xsd }\nvalue: =invoice.codes\nmessage: m\npath: codes',
      [['CODE_UNKNOWN', 'codes', 'R: m']],
    ],
    [
      'a type of patterns only',
      'for: line in invoice.lines\ncheck: { in: c_Zip, artefact: codes.xsd }\nvalue: =line.unit\npath: number',
      [
        ['CODE_UNKNOWN', 'number', expect.anything()],
        ['CODE_UNKNOWN', 'number', expect.anything()],
      ],
    ],
    [
      'a code list of a Schematron',
      'for: line in invoice.lines\ncheck: { in: U-1, artefact: codes.sch }\nvalue: =line.unit\npath: lines[{index}].unit',
      [['CODE_UNKNOWN', 'lines[1].unit', 'R: "Z" is not in the code list U-1.']],
    ],
    [
      'a code list that a Schematron does not have',
      'check: { in: U-2, artefact: codes.sch }\nvalue: =invoice.number',
      [['CODE_LIST_UNKNOWN', undefined, 'R: codes.sch has no code list U-2.']],
    ],
    [
      'several places',
      'message: "{=invoice.number}"\ncheck: =false\npath: number\nplaces:\n  - path: codes\n  - { id: S, for: line in invoice.lines, when: =has(line.unit), message: "{=line.unit}", path: "lines[{index}].unit" }',
      [
        ['RULE_FAILED', 'codes', 'R: A{1}'],
        ['RULE_FAILED', 'lines[0].unit', 'S: A'],
        ['RULE_FAILED', 'lines[1].unit', 'S: Z'],
      ],
    ],
    [
      'a code list that is not there',
      'check: { in: c_None, artefact: codes.xsd }\nvalue: =invoice.number',
      [['CODE_LIST_UNKNOWN', undefined, expect.anything()]],
    ],
  ];
  test.each(cases)('%s', async (_, text, expected) => {
    expect(brief((await run(rule(text))).problems)).toEqual(expected);
  });

  test('a warning does not stop the run', async () => {
    const { values, problems } = await run(rule('severity: warning\ncheck: =false\nmessage: m\nhint: h {number}'));
    expect(values).toEqual({ checked: ['r.yaml'], skipped: [] });
    expect(problems).toMatchObject([
      { severity: 'warning', code: 'RULE_FAILED', hint: 'h A{1}', place: { file: 'r.yaml', line: 2 } },
    ]);
  });

  test('without the artefact it is said that it was skipped', async () => {
    const { values, problems } = await run(
      rule('check: { in: c_Unit, artefact: codes.xsd }\nvalue: =invoice.number'),
      {},
    );
    expect(values).toEqual({ checked: ['r.yaml'], skipped: ['codes.xsd'] });
    expect(problems).toMatchObject([{ severity: 'warning', code: 'ARTEFACT_MISSING' }]);
  });

  test('no more than 100 problems', async () => {
    const many = Array.from({ length: 150 }, (_, at) => `  - { id: R${at}, check: =false, message: m }`).join('\n');
    expect((await run(`rules:\n${many}`)).problems).toHaveLength(100);
  });

  test('the file names the artefact of its rules', async () => {
    const text = `artefact: codes.sch\n${rule('check: { in: U-1 }\nvalue: =invoice.codes\npath: codes')}`;
    expect(brief((await run(text)).problems)).toEqual([['CODE_UNKNOWN', 'codes', expect.anything()]]);
  });

  const hint = 'Use one of A, B.';
  test('a short code list is the hint', async () => {
    expect((await run(rule('check: { in: c_Unit, artefact: codes.xsd }\nvalue: ==Q'))).problems[0]?.hint).toBe(hint);
  });
});

describe('while loading', () => {
  const holds = new Ajv.default({ strict: false }).compile(schema);
  const wrong: [string, string, string, number, boolean][] = [
    ['no list', 'rule: []', 'SCHEMA', 1, true],
    ['an unknown key', rule('check: =true\nmessage: m\nmesage: m'), 'KEY_UNKNOWN', 5, true],
    ['no id', 'rules:\n  - check: =true\n    message: m', 'SCHEMA', 2, true],
    ['no message', rule('check: =true'), 'SCHEMA', 2, true],
    ['no check', rule('message: m'), 'SCHEMA', 2, true],
    ['a check that is no expression', rule('check: true\nmessage: m'), 'SCHEMA', 3, true],
    ['a severity that is not known', rule('severity: fatal\ncheck: =true\nmessage: m'), 'SCHEMA', 3, true],
    ['a loop that is none', rule('for: invoice.lines\ncheck: =true\nmessage: m'), 'SCHEMA', 3, true],
    ['a code list without value', rule('check: { in: c_Unit, artefact: codes.xsd }'), 'SCHEMA', 3, true],
    [
      'an artefact that is not pinned',
      rule('check: { in: c_Unit, artefact: other.xsd }\nvalue: =invoice.number'),
      'REFERENCE_UNKNOWN',
      3,
      false,
    ],
    ['no artefact at all', rule('check: { in: c_Unit }\nvalue: =invoice.number'), 'SCHEMA', 3, false],
    ['an artefact that is no text', `artefact: 1\n${rule('check: =true\nmessage: m')}`, 'SCHEMA', 1, true],
    ['places that are none', rule('check: =true\nmessage: m\nplaces: here'), 'SCHEMA', 5, true],
    [
      'an unknown key of a place',
      rule('check: =true\nmessage: m\nplaces:\n  - { pth: number }'),
      'KEY_UNKNOWN',
      6,
      true,
    ],
    [
      'an unknown field at a place',
      rule('message: m\nplaces:\n  - check: =true\n  - check: =invoice.nmber == ""'),
      'EXPRESSION_UNKNOWN_NAME',
      6,
      false,
    ],
    [
      'one id twice',
      `${rule('check: =true\nmessage: m')}  - id: R\n    check: =true\n    message: m`,
      'SCHEMA',
      5,
      false,
    ],
    ['a check of the wrong type', rule('check: =1 + 1\nmessage: m'), 'EXPRESSION_TYPE', 3, false],
    [
      'an unknown field of a line',
      rule('for: line in invoice.lines\ncheck: =line.quantty > 0\nmessage: m'),
      'EXPRESSION_UNKNOWN_NAME',
      4,
      false,
    ],
    [
      'an unknown field in a message',
      rule('check: =true\nmessage: "it is {=invoice.nmber}"'),
      'EXPRESSION_UNKNOWN_NAME',
      4,
      false,
    ],
    [
      'an unknown path in a message',
      rule('check: =true\nmessage: "it is {nmber}"'),
      'EXPRESSION_UNKNOWN_NAME',
      4,
      false,
    ],
  ];
  test.each(wrong)('%s', (_, text, code, at, bySchema) => {
    const { problems } = prepare(text);
    expect(problems.map((each) => [each.code, each.place?.line])).toEqual([[code, at]]);
    expect(holds(parse(text))).toBe(!bySchema);
  });

  const folder = new URL('../../../features/mx/cfdi/rules/', import.meta.url);
  test.skipIf(!existsSync(folder))('the schema takes the rules of the features', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml'));
    for (const file of files) {
      holds(parse(readFileSync(new URL(file, folder), 'utf8')));
      expect([file, holds.errors ?? []]).toEqual([file, []]);
    }
  });
});
