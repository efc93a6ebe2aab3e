import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import schema from '../../schemas/mapping.schema.json' with { type: 'json' };
import { writeWith } from '../actions/transform/write.ts';

const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, strictTypes: false });
const validate = ajv.compile(schema);

const xml = 'mapping: m\nwrites: xml\nnamespaces: { a: urn:a }\ncodes: { t: { A: "1", "7": "2" } }\n';
const html = 'mapping: m\nwrites: html\n';
const json = 'mapping: m\nwrites: json\ncodes: { t: { A: "1", "7": "2" } }\n';
const text = 'mapping: m\nwrites: text\ncodes: { t: { A: "1", "7": "2" } }\n';

const right = [
  `${xml}document: { R: x }`,
  `${xml}mediaType: application/vnd.a+xml\ndocument: { a:R: { "@a:b": =invoice.a, "@xml:lang": de, a:C: [x, =invoice.a, { D: 1 }] } }`,
  `${xml}document: { R: { A: { $for: "l, i in invoice.l", $with: { b: =l.a }, $if: =b == "x", $text: =b } } }`,
  `${xml}document: { R: { A: { $value: =invoice.a, $codes: t, $empty: true }, B: { $text: { $value: A, $codes: t } }, C: { $empty: true } } }`,
  `${xml}document: { R: { A: { $value: "", $empty: true }, "@b": { $value: "", $empty: true } } }`,
  `${xml}fragments: { f: { $with: { b: =invoice.a }, "@a": =b, $text: =b } }\ndocument: { R: { $use: [f] } }`,
  `${xml}document: { R: { "@a": { $value: "=size(invoice.l)", $writeOnly: true }, "@b": { $readOnly: true }, "@c": { $readOnly: true, $codes: t, $read: invoice.b } } }`,
  `${xml}document: { R: { A: { $value: "=size(invoice.l)", $read: invoice.n }, B: { $readOnly: true }, C: { $readOnly: true, D: =invoice.d }, E: { $writeOnly: true, F: "=size(invoice.l)" } } }`,
  `${xml}document: { R: { A: { $for: "l in =invoice.l.filter(x, true)", $into: invoice.l, $read: { l.n: =position, l.k: x, l.s: '=element.a' }, "@a": =l.a, $text: { $value: "=l.a + text(size(invoice.l))", $read: { l.a: "=substring(value, 0, 1)", "l.b[0].c": =value } } } } }`,
  `${xml}fragments: { f: { $value: "=size(invoice.l)", $read: invoice.n } }\ndocument: { R: { A: { $use: f } } }`,
  `${json}document: { a: { $value: "=size(invoice.l)", $read: invoice.n }, b: { $for: "l in =invoice.l", $into: none, $value: =l.a }, c: { $readOnly: true }, d: { $readOnly: true, e: =invoice.e }, f: { $read: { invoice.f: true }, g: =invoice.g } }`,
  `${json}document: { a: x, "@b": 1, c: [true, [x], { d: =invoice.a }], e: { $for: l in invoice.l, $value: =l.a, $type: number } }`,
  `${json}document: { $for: l in invoice.l, a: { $value: =l.a, $codes: t } }`,
  `${json}document: [x, { $empty: true, a: =invoice.a }]`,
  `${json}fragments: { f: { a: x } }\ndocument: { $use: f }`,
  `${html}document: { html: { "@lang": en, head: { meta: { "@charset": utf-8 }, title: x }, body: { p: [x, =invoice.a] } } }`,
  `${html}labels: { en: { a: A, b: { "1": One } }, es-MX: { a: A, b: { "1": Uno } } }\ndocument: { html: { body: x } }`,
  `${text}document: [x, 1, =invoice.a, { $value: =invoice.a, $codes: t }, { $for: l in invoice.l, parts: [=l.a], separator: "," }]`,
  `${text}fragments: { f: [x] }\ndocument: [{ $use: f }, { $if: =true, parts: [x] }]`,
];

const parts = [
  'writes: xml\nnamespaces: { a: urn:a }\nfragments: { f: { "@a": =b, a:C: x } }',
  'writes: json\ncodes: { t: { A: "1" } }',
];

const wrong = [
  'writes: xml',
  'writes: xml\nmediaType: application/xml\nfragments: { f: { "@a": =b } }',
  'mapping: m\nwrites: xml',
  'writes: xml\ndocument: { R: x }',
  'mapping: m\ndocument: { R: x }',
  'mapping: ""\nwrites: xml\ndocument: { R: x }',
  'mapping: m\nwrites: yaml\ndocument: { R: x }',
  `${xml}more: x\ndocument: { R: x }`,
  `${xml}mediaType: xml\ndocument: { R: x }`,
  'mapping: m\nwrites: xml\nnamespaces: { a: "" }\ndocument: { R: x }',
  'mapping: m\nwrites: xml\nnamespaces: { xml: urn:a }\ndocument: { R: x }',
  'mapping: m\nwrites: xml\nnamespaces: { "a b": urn:a }\ndocument: { R: x }',
  'mapping: m\nwrites: xml\ncodes: { t: {} }\ndocument: { R: x }',
  'mapping: m\nwrites: xml\ncodes: { t: { A: "" } }\ndocument: { R: x }',
  'mapping: m\nwrites: xml\ncodes: { t: { A: [x] } }\ndocument: { R: x }',
  'mapping: m\nwrites: json\nnamespaces: { a: urn:a }\ndocument: { R: x }',
  `${xml}document: { R: x, S: x }`,
  `${xml}document: {}`,
  `${xml}document: x`,
  `${xml}document: { R: [x] }`,
  `${xml}document: { R: { $if: =true, A: x } }`,
  `${xml}document: { R: { $for: l in invoice.l, A: x } }`,
  `${xml}document: { R: { A: null } }`,
  `${xml}document: { R: { A: "" } }`,
  `${xml}document: { R: { A: { $value: "" } } }`,
  `${xml}document: { R: { A: {} } }`,
  `${xml}document: { R: { $foo: x } }`,
  `${xml}document: { R: { "@a": [x] } }`,
  `${xml}document: { R: { "@a": { $value: x, $if: =true } } }`,
  `${xml}document: { R: { "@a": { $codes: t } } }`,
  `${xml}document: { R: { "@xmlns:b": urn:b } }`,
  `${xml}document: { R: { "@a b": x } }`,
  `${xml}document: { R: { 1A: x } }`,
  `${xml}document: { R: { "a:b:c": x } }`,
  `${xml}document: { R: { A: { $text: x, $value: x } } }`,
  `${xml}document: { R: { A: { $text: x, $codes: t } } }`,
  `${xml}document: { R: { A: { $for: invoice.l, B: x } } }`,
  `${xml}document: { R: { A: { $if: yes, B: x } } }`,
  `${xml}document: { R: { A: { $with: { "a b": =invoice.a }, B: x } } }`,
  `${xml}document: { R: { A: { $with: { b: x }, B: x } } }`,
  `${xml}document: { R: { A: { $empty: 1 } } }`,
  `${xml}document: { R: { $use: 1 } }`,
  `${xml}fragments: { f: { $if: =true, A: x } }\ndocument: { R: { $use: f } }`,
  `${xml}fragments: { f: x }\ndocument: { R: { $use: f } }`,
  `${xml}document: { R: { "@a": { $value: =invoice.a, $read: "" } } }`,
  `${xml}document: { R: { "@a": { $value: =invoice.a, $read: [invoice.a] } } }`,
  `${xml}document: { R: { "@a": { $value: =invoice.a, $read: { invoice.a: [x] } } } }`,
  `${xml}document: { R: { "@a": { $value: =invoice.a, $read: invoice.a, $writeOnly: true } } }`,
  `${xml}document: { R: { "@a": { $value: =invoice.a, $writeOnly: 1 } } }`,
  `${xml}document: { R: { "@a": { $readOnly: false } } }`,
  `${xml}document: { R: { "@a": { $read: invoice.a } } }`,
  `${xml}document: { R: { $readOnly: true, A: x } }`,
  `${xml}document: { R: { A: { $read: invoice.a, B: x } } }`,
  `${xml}document: { R: { A: { $into: invoice.l, B: x } } }`,
  `${xml}document: { R: { A: { $for: l in invoice.l, $into: 1, B: x } } }`,
  `${xml}fragments: { f: { $read: { invoice.a: x }, A: x } }\ndocument: { R: { $use: f } }`,
  `${json}document: { a: { $into: invoice.l, b: x } }`,
  `${json}document: { a: { $writeOnly: true, $readOnly: true, b: x } }`,
  `${text}document: [{ $value: =invoice.a, $writeOnly: true }]`,
  `${text}document: [{ $for: l in invoice.l, $into: invoice.l, parts: [=l.a] }]`,
  `${json}document: x`,
  `${json}document: {}`,
  `${json}document: []`,
  `${json}document: { $text: x }`,
  `${json}document: { a: { $value: x, b: y } }`,
  `${json}document: { a: { $value: x, $type: text } }`,
  `${json}document: { a: "" }`,
  `${html}document: { body: x }`,
  `${html}namespaces: { a: urn:a }\ndocument: { html: x }`,
  `${json}labels: { en: { a: A } }\ndocument: { a: x }`,
  `${html}document: { html: { head: { style: { $file: style.txt } } } }`,
  `${text}document: x`,
  `${text}document: []`,
  `${text}document: [""]`,
  `${text}document: [{ $for: l in invoice.l }]`,
  `${text}document: [{ parts: [x], separator: 1 }]`,
  `${text}document: [{ parts: [x], more: 1 }]`,
  `${text}fragments: { f: [x] }\ndocument: [{ $use: f, parts: [x] }]`,
];

describe('the schema of a mapping and its reader', () => {
  it.each([...right.map((mapping) => [mapping, true] as const), ...wrong.map((mapping) => [mapping, false] as const)])(
    'agree: %s %s',
    async (mapping, good) => {
      const variables = { invoice: { a: 'A', l: [{ a: '7' }] } };
      const { problems } = await writeWith(`${mapping}\n`, variables);
      expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual(
        good ? [] : expect.arrayContaining([expect.any(String)]),
      );
      expect(validate(parse(mapping)), JSON.stringify(validate.errors)).toBe(good);
    },
  );

  it.each(parts)('knows what mappings include: %s', (each) => {
    expect(validate(parse(each)), JSON.stringify(validate.errors)).toBe(true);
  });

  it('describes everything', () => {
    const undescribed = placesWithout(schema, '');
    expect(undescribed).toEqual([]);
  });
});

/** Properties whose schema has neither a description nor one by reference. */
function placesWithout(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => {
    const own = `${path}/${key}`;
    const isProperty =
      /\/(properties|patternProperties)$/.test(path) &&
      !path.includes('/allOf/') &&
      !path.includes('/if/') &&
      !path.includes('/then/');
    const said = typeof each !== 'object' || each === null || 'description' in each || '$ref' in each;
    return [...(isProperty && !said ? [own] : []), ...placesWithout(each, own)];
  });
}
