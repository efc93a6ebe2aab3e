import { describe, expect, it } from 'vitest';
import type { Scope } from '../../../engine/expression.ts';
import { told, writeWith } from './write.ts';

const scope: Scope = {
  invoice: {
    type: 'object',
    additionalProperties: false,
    properties: {
      number: { type: 'string' },
      total: { type: 'string', format: 'decimal' },
      seller: { type: 'object', properties: { name: { type: 'string' } } },
      lines: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          properties: {
            quantity: { type: 'string', format: 'decimal' },
            taxes: { type: 'array', items: { type: 'object', properties: { kind: { type: 'string' } } } },
          },
        },
      },
    },
  },
};

const xml = 'mapping: m\nwrites: xml\nnamespaces: { a: urn:a, b: urn:a }\ncodes: { tax: { VAT: "002" } }\n';
const wrong: Record<string, [mapping: string, problems: string[]]> = {
  'not a mapping at all': ['- x\n', ['SCHEMA 1:1']],
  'an unknown key': ['mapping: m\nwrits: xml\nwrites: xml\ndocument: { R: x }\n', ['KEY_UNKNOWN 2:1']],
  'another file': ['codes: { t: { A: "1" } }\n', ['SCHEMA 1:1']],
  'missing keys': ['mapping: m\n', ['SCHEMA 1:1', 'SCHEMA 1:1']],
  'a wrong form': ['mapping: m\nwrites: yaml\ndocument: { R: x }\n', ['SCHEMA 2:9']],
  'a wrong media type': ['mapping: m\nwrites: xml\nmediaType: xml\ndocument: { R: x }\n', ['SCHEMA 3:12']],
  'a namespace that is no text': [
    'mapping: m\nwrites: xml\nnamespaces: { a: 1 }\ndocument: { R: x }\n',
    ['SCHEMA 3:18'],
  ],
  'a reserved prefix': [
    'mapping: m\nwrites: xml\nnamespaces: { xmlns: urn:a }\ndocument: { R: x }\n',
    ['XML_NAME_INVALID 3:15'],
  ],
  'namespaces where there are none': ['mapping: m\nwrites: json\nnamespaces: {}\ndocument: { R: x }\n', ['SCHEMA 3:1']],
  'a table that does not lead back': [
    'mapping: m\nwrites: xml\ncodes: { t: { A: "1", B: "1" } }\ndocument: { R: x }\n',
    ['CODES_NOT_ONE_TO_ONE 3:23'],
  ],
  'a code that YAML reads as another': [
    'mapping: m\nwrites: xml\ncodes: { t: { A: 002 } }\ndocument: { R: x }\n',
    ['SCHEMA 3:18'],
  ],
  'a version that YAML reads as another': [`${xml}document: { R: { "@v": 4.0 } }\n`, ['SCHEMA 5:24']],
  'two roots': [`${xml}document: { R: x, S: y }\n`, ['SCHEMA 5:19']],
  'a list of roots': [`${xml}document: { R: [x] }\n`, ['SCHEMA 5:13']],
  'no root': [`${xml}document: x\n`, ['SCHEMA 5:11']],
  'a root that may not be there': [`${xml}document: { R: { $if: =invoice.number == "", A: x } }\n`, ['SCHEMA 5:18']],
  'an unknown $ word': [`${xml}document: { R: { A: { $txt: x } } }\n`, ['KEY_UNKNOWN 5:23']],
  'an unknown word of a leaf': [`${xml}document: { R: { "@a": { $value: x, $if: =true } } }\n`, ['KEY_UNKNOWN 5:37']],
  'an unknown prefix': [
    `${xml}document: { R: { c:A: x, "@c:b": x } }\n`,
    ['NAMESPACE_UNKNOWN 5:18', 'NAMESPACE_UNKNOWN 5:26'],
  ],
  'a name that XML does not take': [
    `${xml}document: { R: { 1A: x, "a:b:c": x, "@x y": z, "@": z } }\n`,
    ['XML_NAME_INVALID 5:18', 'XML_NAME_INVALID 5:25', 'XML_NAME_INVALID 5:37', 'XML_NAME_INVALID 5:48'],
  ],
  'a declaration by hand': [`${xml}document: { R: { "@xmlns:c": urn:c } }\n`, ['XML_NAME_INVALID 5:18']],
  'one attribute twice, by two prefixes': [`${xml}document: { R: { "@a:x": "1", "@b:x": "2" } }\n`, ['SCHEMA 5:31']],
  'an unknown table': [
    `${xml}document: { R: { A: { $codes: tex, $value: =invoice.number } } }\n`,
    ['REFERENCE_UNKNOWN 5:31'],
  ],
  'a constant that is not in the table': [
    `${xml}document: { R: { A: { $codes: tax, $value: VET } } }\n`,
    ['CODE_UNKNOWN 5:44'],
  ],
  'a table without a value': [`${xml}document: { R: { A: { $codes: tax, $text: x } } }\n`, ['SCHEMA 5:23']],
  'a value and a text': [`${xml}document: { R: { A: { $value: x, $text: x } } }\n`, ['SCHEMA 5:23']],
  nothing: [
    `${xml}document: { R: { A: , B: "", C: {}, "@d": [] } }\n`,
    ['SCHEMA 5:18', 'SCHEMA 5:26', 'SCHEMA 5:33', 'SCHEMA 5:43'],
  ],
  '$empty that is no truth value': [`${xml}document: { R: { $empty: 1 } }\n`, ['SCHEMA 5:26']],
  'a loop without in': [`${xml}document: { R: { A: { $for: invoice.lines, B: x } } }\n`, ['SCHEMA 5:29']],
  'a loop over no list': [
    `${xml}document: { R: { A: { $for: line in invoice.seller, B: x } } }\n`,
    ['EXPRESSION_TYPE 5:37'],
  ],
  'a loop over what is not there': [
    `${xml}document: { R: { A: { $for: line in invoice.lnes, B: x } } }\n`,
    ['EXPRESSION_UNKNOWN_NAME 5:45'],
  ],
  'a computed loop that does not check': [
    `${xml}document: { R: { A: { $for: "line in =invoice.lines.filter(l, l.qty > 1)", B: x } } }\n`,
    ['EXPRESSION_UNKNOWN_NAME 5:65'],
  ],
  'a field that the item does not have': [
    `${xml}document: { R: { A: { $for: line in invoice.lines, B: =line.quantty } } }\n`,
    ['EXPRESSION_UNKNOWN_NAME 5:61'],
  ],
  'a field that the inner item does not have': [
    `${xml}document: { R: { A: { $for: line in invoice.lines, B: { $for: t in line.taxes, C: =t.knd } } } }\n`,
    ['EXPRESSION_UNKNOWN_NAME 5:86'],
  ],
  'a field that a local does not have': [
    `${xml}document: { R: { $with: { s: =invoice.seller }, B: =s.nme } }\n`,
    ['EXPRESSION_UNKNOWN_NAME 5:55'],
  ],
  'a name that is taken': [`${xml}document: { R: { $with: { invoice: =invoice.number }, B: x } }\n`, ['SCHEMA 5:27']],
  'a local that is no expression or has no name': [
    `${xml}document: { R: { $with: { s: x, "a b": =1 }, B: x } }\n`,
    ['SCHEMA 5:30', 'SCHEMA 5:33'],
  ],
  'names that expressions read otherwise': [
    `${xml}document: { R: { $with: { null: =invoice.number }, B: { $for: in in invoice.lines, C: x } } }\n`,
    ['SCHEMA 5:27', 'SCHEMA 5:63'],
  ],
  'locals that are no names': [`${xml}document: { R: { $with: [x], B: x } }\n`, ['SCHEMA 5:25']],
  'an object where text stands': [
    `${xml}document: { R: { A: =invoice.seller, B: =invoice.lines } }\n`,
    ['EXPRESSION_TYPE 5:22', 'EXPRESSION_TYPE 5:42'],
  ],
  'a condition that is none': [
    `${xml}document: { R: { A: { $if: yes, B: x }, C: { $if: =invoice.number, B: x } } }\n`,
    ['SCHEMA 5:28', 'EXPRESSION_TYPE 5:52'],
  ],
  'a constant that XML cannot hold': [
    `${xml}document: { R: { A: "a\\0", "@b": "\\uFFFE" } }\n`,
    ['TEXT_NOT_XML 5:21', 'TEXT_NOT_XML 5:34'],
  ],
  'a constant whose code XML cannot hold': [
    'mapping: m\nwrites: xml\ncodes: { t: { a: "\\x01" } }\ndocument: { R: { A: { $value: a, $codes: t } } }\n',
    ['TEXT_NOT_XML 4:31'],
  ],
  'an unknown fragment': [`${xml}document: { R: { $use: foo } }\n`, ['REFERENCE_UNKNOWN 5:24']],
  'fragments that are none': [`${xml}fragments: [x]\ndocument: { R: { A: x } }\n`, ['SCHEMA 5:12']],
  'a use that names nothing': [`${xml}document: { R: { $use: { x: y } } }\n`, ['SCHEMA 5:24']],
  'a fragment without members': [`${xml}fragments: { f: x }\ndocument: { R: { $use: f } }\n`, ['SCHEMA 5:17']],
  'a fragment that is not used': [`${xml}fragments: { f: { A: x } }\ndocument: { R: { A: x } }\n`, ['SCHEMA 5:14']],
  'a fragment that uses itself': [
    `${xml}fragments:\n  f: { A: { $use: g } }\n  g: { B: { $use: [f] } }\ndocument: { R: { $use: f } }\n`,
    ['FRAGMENT_RECURSIVE 7:20'],
  ],
  'a mistake in a fragment, told once': [
    `${xml}fragments:\n  f: { A: { $for: x } }\ndocument: { R: { B: { $use: f }, C: { $use: f } } }\n`,
    ['SCHEMA 6:19'],
  ],
  'a loop in a fragment': [
    `${xml}fragments: { f: { $for: l in invoice.lines, A: x } }\ndocument: { R: { $use: f } }\n`,
    ['KEY_UNKNOWN 5:19'],
  ],
  'a wrong $type': [
    'mapping: m\nwrites: json\ndocument: { a: { $value: =invoice.number, $type: text } }\n',
    ['SCHEMA 3:50'],
  ],
  '$type in xml': [`${xml}document: { R: { "@a": { $value: x, $type: number } } }\n`, ['KEY_UNKNOWN 5:37']],
  'a json value with members': [
    'mapping: m\nwrites: json\ndocument: { a: { $value: x, b: y } }\n',
    ['KEY_UNKNOWN 3:29'],
  ],
  'a json document of one value': ['mapping: m\nwrites: json\ndocument: x\n', ['SCHEMA 3:11']],
  'an unknown word in json': ['mapping: m\nwrites: json\ndocument: { $text: x }\n', ['KEY_UNKNOWN 3:13']],
  'a json member twice': [
    'mapping: m\nwrites: json\nfragments: { f: { a: x } }\ndocument: { a: x, $use: f }\n',
    ['SCHEMA 3:19'],
  ],
  'a text that is no list': ['mapping: m\nwrites: text\ndocument: x\n', ['SCHEMA 3:11']],
  'a group without parts': ['mapping: m\nwrites: text\ndocument: [{ $for: l in invoice.lines }]\n', ['SCHEMA 3:12']],
  'an unknown word in a group': [
    'mapping: m\nwrites: text\ndocument: [{ part: [x], parts: [x], separator: 1 }]\n',
    ['KEY_UNKNOWN 3:14', 'SCHEMA 3:48'],
  ],
};

describe('a mapping that is wrong', () => {
  it.each(Object.entries(wrong))('%s', async (_, [mapping, problems]) => {
    const written = await writeWith(mapping, {}, { scope });
    expect(told(written.problems)).toEqual(problems);
    expect(written.text).toBeUndefined();
  });

  it('stops where fragments multiply', async () => {
    const doubling = Array.from(
      { length: 30 },
      (_, n) => `  f${n}: { A: { $use: f${n + 1} }, B: { $use: f${n + 1} } }\n`,
    ).join('');
    const mapping = `${xml}fragments:\n${doubling}  f30: { A: x }\ndocument: { R: { $use: f0 } }\n`;
    expect(told((await writeWith(mapping, {}, { scope })).problems)).toContain('YAML_TOO_LARGE 36:13');
  });
});

const lines = [
  { q: '1', kind: 'VAT', taxes: [{ kind: 'VAT' }, { kind: 'X' }] },
  { q: '2\u0001', kind: 'GST', taxes: [] },
];
const data = {
  invoice: { number: 'F\ud800', seller: { name: 'x\ufffe' }, lines, deep: { a: {} } },
  context: { user: '\0' },
};
const bad: Record<string, [document: string, problems: [code: string, path: string | undefined][]]> = {
  'characters that XML cannot hold, with their paths': [
    'R: { A: =invoice.number, "@b": =invoice.seller.name, L: { $for: line in invoice.lines, "@q": =line.q } }',
    [
      ['TEXT_NOT_XML', 'seller.name'],
      ['TEXT_NOT_XML', 'number'],
      ['TEXT_NOT_XML', 'lines[1].q'],
    ],
  ],
  'codes that are not in the table, in loops in loops and by a local name': [
    'R: { L: { $for: line in invoice.lines, $with: { k: =line.kind }, "@k": { $codes: tax, $value: =k }, T: { $for: t in line.taxes, $value: =t.kind, $codes: tax } } }',
    [
      ['CODE_UNKNOWN', 'lines[0].taxes[1].kind'],
      ['CODE_UNKNOWN', 'lines[1].kind'],
    ],
  ],
  'a path with an index': [
    'R: { A: { $codes: tax, $value: "=invoice.lines[1].kind" } }',
    [['CODE_UNKNOWN', 'lines[1].kind']],
  ],
  'a computed value names its line': [
    'R: { L: { $for: line in invoice.lines, A: { $codes: tax, $value: =line.kind + "" } } }',
    [['CODE_UNKNOWN', 'lines[1]']],
  ],
  'an object and a list where text stands': [
    'R: { A: =invoice.deep, B: =invoice.deep.a, C: =invoice.lines }',
    [
      ['VALUE_TYPE', 'deep'],
      ['VALUE_TYPE', 'deep.a'],
      ['VALUE_TYPE', 'lines'],
    ],
  ],
  'a loop over no list': ['R: { A: { $for: a in invoice.deep, B: x } }', [['VALUE_TYPE', 'deep']]],
  'a condition that is no truth value': ['R: { A: { $if: =invoice.number, B: x } }', [['VALUE_TYPE', 'number']]],
  'what is no business data has no path': ['R: { A: =context.user }', [['TEXT_NOT_XML', undefined]]],
  'an expression that fails': [
    'R: { A: { $for: line in invoice.lines, B: "=decimal(line.q + \\"x\\") + 1" } }',
    [
      ['EXPRESSION_FAILED', 'lines[0]'],
      ['EXPRESSION_FAILED', 'lines[1]'],
    ],
  ],
};

describe('business data that is wrong', () => {
  it.each(Object.entries(bad))('%s', async (_, [document, expected]) => {
    const { problems, text } = await writeWith(`${xml}document: { ${document} }\n`, data);
    expect(problems.map(({ code, path }) => [code, path])).toEqual(expected);
    expect(problems.every(({ place }) => place?.line === 5)).toBe(true);
    expect(text).toBeUndefined();
  });

  it('tells at most a hundred problems', async () => {
    const many = { invoice: { lines: Array.from({ length: 500 }, () => ({ kind: 'X' })) } };
    const mapping = `${xml}document: { R: { L: { $for: line in invoice.lines, $codes: tax, $value: =line.kind } } }\n`;
    expect((await writeWith(mapping, many)).problems).toHaveLength(100);
  });
});
