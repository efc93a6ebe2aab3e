import { describe, expect, it } from 'vitest';
import { readWith } from './read.ts';

const decimal = { type: ['string', 'number'], format: 'decimal' };
const texts = (...names: string[]) => Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
const listOf = (properties: object) => ({ type: 'array', items: { type: 'object', properties } });
const schema = {
  type: 'object',
  additionalProperties: true,
  properties: {
    total: decimal,
    tax: decimal,
    count: { type: 'integer' },
    final: { type: 'boolean' },
    day: { type: 'string', format: 'date' },
    ...texts('name', 'kind', 'number', 'series', 'sum', 'uuid'),
    seller: { type: 'object', properties: texts('name', 'country') },
    buyer: { type: 'object', properties: texts('name', 'country') },
    lines: listOf({
      ...texts('id', 'net', 'a', 'b'),
      amount: decimal,
      off: decimal,
      final: { type: 'boolean' },
      tags: { type: 'array', items: { type: 'string' } },
    }),
    taxes: listOf({ ...texts('kind', 'name'), withheld: { type: 'boolean' } }),
  },
};

const xml = (rest: string) => `mapping: m\nwrites: xml\nnamespaces: { i: urn:i, j: urn:j }\n${rest}`;

/** Mapping, document, data, places that are not understood. */
const cases: readonly [string, string, string, unknown, string[]?][] = [
  [
    'other prefixes, another order, white space, an instruction and a comment',
    xml(
      'document: { i:R: { "@j:a": =invoice.name, i:A: =invoice.total, i:B: { "@b": =invoice.count, $text: =invoice.day } } }',
    ),
    '<R xmlns="urn:i" xmlns:q="urn:j" q:a="x"><?pi?>\n<B b=" 7 ">2026-03-01</B><!-- c --><A>\n 1.50\n</A></R>',
    { name: 'x', count: 7, day: '2026-03-01', total: '1.50' },
  ],
  [
    'comments, instructions, CDATA and references inside a value',
    xml('document: { R: { A: =invoice.name } }'),
    '<R><A>a<!-- b --><![CDATA[<c>]]><?d e?>&#x26;f</A></R>',
    { name: 'a<c>&f' },
  ],
  [
    'decimals keep their digits, odd forms of them are made plain',
    xml('document: { R: { A: { $for: l in invoice.lines, "@a": =l.amount } } }'),
    `<R>${['1.10', '+2', '.5', '3.', '-0.00', ' 4 ', '100000000000000000000.01'].map((a) => `<A a="${a}"/>`).join('')}</R>`,
    {
      lines: ['1.10', '2', '0.5', '3', '-0.00', '4', '100000000000000000000.01'].map((amount) => ({ amount })),
    },
  ],
  [
    'what is no value of its type is not read',
    xml('document: { R: { "@a": =invoice.total, "@b": =invoice.count, "@c": =invoice.final, "@d": =invoice.tax } }'),
    '<R a="x" b="1.5" c="yes" d="1,5"/>',
    {},
    ['/R/@a', '/R/@b', '/R/@c', '/R/@d'],
  ],
  [
    'an empty value is absent',
    xml('document: { R: { "@a": =invoice.total, B: =invoice.name } }'),
    '<R a=""><B/></R>',
    {},
  ],
  [
    'code tables the other way round, and a code that they lack',
    xml(
      'codes: { t: { vat: "002" } }\ndocument: { R: { "@a": { $codes: t, $value: =invoice.name }, "@b": { $codes: t, $value: =invoice.kind } } }',
    ),
    '<R a="002" b="003"/>',
    { name: 'vat' },
    ['/R/@b'],
  ],
  [
    'a constant that is another one',
    xml('document: { R: { "@v": "1", A: x } }'),
    '<R v="2"><A>y</A></R>',
    {},
    ['/R/@v', '/R/A'],
  ],
  [
    'what the mapping does not know, with the places of its elements',
    xml('document: { i:R: { i:A: =invoice.name } }'),
    '<i:R xmlns:i="urn:i" xmlns:z="urn:z" z:q="1"><i:A z="2">n</i:A>text<z:B/><z:B><i:A/></z:B><C/><D xmlns="urn:d"/></i:R>',
    { name: 'n' },
    ['/i:R/@z:q', '/i:R/i:A/@z', '/i:R/z:B[1]', '/i:R/z:B[2]', '/i:R/C', "/i:R/*[local-name()='D']", '/i:R'],
  ],
  [
    'the right name in another namespace, and hints for validators',
    xml('document: { i:R: { i:A: =invoice.name } }'),
    '<R xmlns="urn:i" xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:schemaLocation="a b"><A xmlns="urn:j">n</A></R>',
    {},
    ["/i:R/*[local-name()='A']"],
  ],
  [
    'an element once more, where it is written once',
    xml('document: { R: { A: =invoice.name } }'),
    '<R><A>1</A><A>2</A></R>',
    { name: '1' },
    ['/R/A[2]'],
  ],
  [
    'one thing in two places: the same number, and another one',
    xml('document: { R: { "@a": =invoice.total, B: =invoice.total, C: =invoice.total } }'),
    '<R a="1.0"><B>1.00</B><C>2</C></R>',
    { total: '1.0' },
    ['/R/C'],
  ],
  [
    'a constant with white space around it, and the two spellings of a truth',
    xml('document: { R: { A: "x", B: "true", C: "false", D: "1" } }'),
    '<R><A> x </A><B>1</B><C>0</C><D>true</D></R>',
    {},
    ['/R/D'],
  ],
  [
    'or by those below them, where they differ; what has none of them is the one that needs none',
    xml(
      'document: { R: { C: [{ $for: l in invoice.lines, Off: { X: "false" }, T: { D: VAT }, A: =l.a }, { $for: l in invoice.lines, Off: { X: "true" }, T: { D: VAT }, A: =l.b }], P: [{ D: { "@k": v }, A: =invoice.name }, { A: =invoice.kind }] } }',
    ),
    '<R><C><A>1</A><Off><X>true</X></Off><T><D>VAT</D></T></C><C><Off><X> false </X></Off><T><D>GST</D></T><A>2</A></C><C><A>3</A></C>' +
      '<P><A>x</A></P><P><D k="v"/><A>y</A></P><P><A>z</A></P></R>',
    { lines: [{ b: '1' }, { a: '2' }], kind: 'x', name: 'y' },
    ['/R/C[2]/T/D', '/R/C[3]', '/R/P[3]'],
  ],
  [
    'elements of one name are told apart by their constants',
    xml(
      'document: { R: { A: [ { "@k": n, $text: =invoice.number }, { "@k": s, $if: "=has(invoice.series)", $text: =invoice.series } ] } }',
    ),
    '<R><A k="s">S</A><A k="z">Z</A><A k="n">N</A></R>',
    { series: 'S', number: 'N' },
    ['/R/A[2]'],
  ],
  [
    'loops in loops, a list of texts, an item with nothing in it',
    xml(
      'document: { R: { L: { $for: "l, n in invoice.lines", "@n": { $value: =n + 1, $writeOnly: true }, "@a": =l.amount, T: { $for: t in l.tags, $text: =t } } } }',
    ),
    '<R><L n="1" a="1"><T>x</T><T/><T>y</T></L><L n="2" a="2"/></R>',
    { lines: [{ amount: '1', tags: ['x', 'y'] }, { amount: '2' }] },
  ],
  [
    'a computed list, with what its items are',
    xml(
      'document: { R: { W: { $for: "t in =invoice.taxes.filter(x, or(x.withheld, false))", $into: invoice.taxes, $read: { t.withheld: true }, "@k": =t.kind }, T: { $for: "t in =invoice.taxes.filter(x, !or(x.withheld, false))", $into: invoice.taxes, "@k": =t.kind } } }',
    ),
    '<R><T k="a"/><W k="b"/></R>',
    { taxes: [{ kind: 'a' }, { kind: 'b', withheld: true }] },
  ],
  [
    'groups: the name of the loop is what is read into it',
    xml(
      'document: { R: { G: { $for: "k in =distinct(invoice.taxes.map(t, t.kind))", $into: none, "@k": =k, T: { $for: "t in =invoice.taxes.filter(x, x.kind == k)", $into: invoice.taxes, $read: { t.kind: =k }, "@n": =t.name } } } }',
    ),
    '<R><G k="a"><T n="1"/><T n="2"/></G><G k="b"><T n="3"/></G></R>',
    {
      taxes: [
        { name: '1', kind: 'a' },
        { name: '2', kind: 'a' },
        { name: '3', kind: 'b' },
      ],
    },
  ],
  [
    'expressions see what is read by itself, in any order, and not what others compute',
    xml(
      'document: { R: { "@a": { $value: "=text(invoice.total)", $read: { invoice.total: =decimal(value) + or(invoice.tax, 0), invoice.sum: =text(has(invoice.total)) } }, B: =invoice.tax } }',
    ),
    '<R a="1.5"><B>0.25</B></R>',
    { total: '1.75', tax: '0.25', sum: 'false' },
  ],
  [
    'an expression that fails, and one that gives what has another type',
    xml(
      'document: { R: { "@a": { $value: "=invoice.name + invoice.kind", $read: { invoice.total: =decimal(value) } }, "@b": { $value: "=invoice.name + invoice.kind", $read: { invoice.tax: =value + "x" } } } }',
    ),
    '<R a="x" b="1"/>',
    {},
    ['/R/@a', '/R/@b'],
  ],
  [
    'the attributes beside, and the number of the item',
    xml(
      'document: { R: { L: { $for: l in invoice.lines, $read: { l.id: =position }, "@n": { $value: =l.amount + l.off, $read: { l.amount: "=decimal(value) - decimal(or(element.off, \\"0\\"))" } }, "@off": { $value: =l.off, $writeOnly: true } } } }',
    ),
    '<R><L off="1" n="3"/><L n="4"/></R>',
    {
      lines: [
        { id: '1', amount: '2' },
        { id: '2', amount: '4' },
      ],
    },
  ],
  [
    'fragments and names',
    xml(
      'fragments: { party: { "@c": =p.country, N: =p.name } }\ndocument: { R: { S: { $with: { p: =invoice.seller }, $use: party }, B: { $with: { b: =invoice.buyer, p: =b }, $use: party } } }',
    ),
    '<R><B c="AT"><N>b</N></B><S><N>s</N></S></R>',
    { buyer: { country: 'AT', name: 'b' }, seller: { name: 's' } },
  ],
  [
    'what is only read',
    xml(
      'document: { R: { "@s": { $readOnly: true }, "@u": { $readOnly: true, $read: invoice.uuid }, E: { $readOnly: true }, F: { $readOnly: true, "@g": =invoice.name, H: { $readOnly: true } } } }',
    ),
    '<R s="1" u="2"><E><X/></E><F g="n"><H><I/></H><K/></F></R>',
    { uuid: '2', name: 'n' },
    ['/R/F/K'],
  ],
  [
    'a place in a list',
    xml(
      'document: { R: { "@a": { $value: "=first(invoice.lines).id", $read: { "invoice.lines[0].id": =value, "invoice.lines[0].final": true } } } }',
    ),
    '<R a="1"/>',
    { lines: [{ id: '1', final: true }] },
  ],
];

describe('XML', () => {
  it.each(cases)('%s', async (_, mapping, document, data, notUnderstood = []) => {
    const read = await readWith(mapping, document, schema);
    expect(read.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(read.data).toEqual(data);
    expect(read.notUnderstood).toEqual(notUnderstood);
  });

  it('tells the first of many, and how many there are', async () => {
    const document = `<R>${'<X/>'.repeat(500)}</R>`;
    const read = await readWith(xml('document: { R: { "@a": =invoice.name } }'), document);
    expect(read.notUnderstood).toHaveLength(500);
    expect(read.problems).toHaveLength(20);
    expect(read.problems.at(-1)?.message).toContain('481');
  });
});

describe('JSON', () => {
  const mapping = `mapping: m
writes: json
codes: { t: { vat: "2" } }
document:
  name: =invoice.name
  total: =invoice.total
  kind: { $codes: t, $value: =invoice.kind }
  fixed: x
  id: { $readOnly: true, $read: invoice.uuid }
  proof: { $readOnly: true }
  pair: [=invoice.count, { a: =invoice.final }]
  row: [=invoice.number, { $for: t in invoice.taxes, k: =t.kind }]
  lines: { $for: l in invoice.lines, $read: { l.id: =position }, amount: =l.amount, off: { $writeOnly: true, $value: =l.a + l.b }, net: { $value: =l.a + l.b, $read: { l.net: "=value + element.off" } } }
`;

  it('is read like XML', async () => {
    const document = `{ "total": 100.10, "name": "n", "kind": 2, "fixed": "y", "id": "u", "proof": { "a": [1] }, "more": 1, "none": null,
      "pair": [7, { "a": true }, 8], "row": ["N", { "k": "a" }, { "k": "b", "l": 1 }], "lines": [{ "amount": 1.50, "net": "p", "off": "q" }, { "amount": "2" }, 3] }`;
    const read = await readWith(mapping, document, schema);
    expect(read.data).toEqual({
      total: '100.10',
      name: 'n',
      kind: 'vat',
      uuid: 'u',
      number: 'N',
      taxes: [{ kind: 'a' }, { kind: 'b' }],
      count: 7,
      final: true,
      lines: [
        { id: '1', amount: '1.50', net: 'pq' },
        { id: '2', amount: '2' },
      ],
    });
    expect(read.notUnderstood).toEqual(['/fixed', '/more', '/pair/2', '/row/2/l', '/lines/2']);
  });

  it.each([
    ['[]', 'PARSE_OTHER_DOCUMENT'],
    ['7', 'PARSE_OTHER_DOCUMENT'],
    ['{', 'JSON_MALFORMED'],
    ['{"a":1,"a":2}', 'JSON_MALFORMED'],
    ['['.repeat(500), 'JSON_MALFORMED'],
  ])('%s: %s', async (document, code) => {
    expect((await readWith(mapping, document, schema)).problems.map((each) => each.code)).toEqual([code]);
  });
});
