import { describe, expect, it } from 'vitest';
import { writeWith } from './write.ts';

const invoice = {
  number: 'F-1',
  type: 'invoice',
  note: '',
  nothing: null,
  count: 3,
  paid: false,
  tiny: 1.5e-7,
  huge: 1e21,
  seller: { name: 'Bäcker & Söhne <GmbH>', address: { city: 'Wien' } },
  lines: [
    {
      id: 1,
      quantity: '2.00',
      taxes: [
        { kind: 'VAT', rate: '0.16' },
        { kind: 'EXCISE', rate: '0.08' },
      ],
    },
    { id: 2, quantity: '0', taxes: [] },
    { id: 3, quantity: '7.5', item: 'Ärmel', taxes: [{ kind: 'VAT', rate: '0' }] },
  ],
};

const head = `mapping: test
writes: xml
namespaces: { a: urn:a, b: urn:b, unused: urn:c }
codes:
  tax: { VAT: "002", EXCISE: "003" }
`;

const cases: Record<string, [document: string, root: string]> = {
  'a constant and a path': ['R: { A: x, B: =invoice.number }', '<R><A>x</A><B>F-1</B></R>'],
  'attributes before content': ['R: { A: =invoice.number, "@v": "4.0" }', '<R v="4.0"><A>F-1</A></R>'],
  'only used namespaces are declared, on the root': [
    'a:R: { b:X: { "@b:y": "1" } }',
    '<a:R xmlns:a="urn:a" xmlns:b="urn:b"><b:X b:y="1"/></a:R>',
  ],
  'absent leaves are left out': [
    'R: { "@a": =invoice.note, "@b": =invoice.missing.deep, A: =invoice.nothing, B: =invoice.note, C: { D: =invoice.missing } }',
    '<R/>',
  ],
  'an attribute keeps an element': ['R: { A: { "@c": EUR, $text: =invoice.missing } }', '<R><A c="EUR"/></R>'],
  'a dynamic attribute keeps an element': [
    'R: { A: { "@c": =invoice.type, $text: =invoice.missing } }',
    '<R><A c="invoice"/></R>',
  ],
  '$empty keeps an element, a leaf and an attribute': [
    'R: { A: { $empty: true }, B: { $value: =invoice.note, $empty: true }, C: { "@d": { $value: =invoice.note, $empty: true } }, E: { $empty: true, F: =invoice.note }, G: { $text: { $value: =invoice.note, $empty: true } } }',
    '<R><A/><B/><C d=""/><E/><G/></R>',
  ],
  'numbers and booleans': [
    'R: { A: =invoice.count, B: =invoice.paid, C: =invoice.tiny, D: =invoice.huge, E: 12, F: true }',
    '<R><A>3</A><B>false</B><C>0.00000015</C><D>1000000000000000000000</D><E>12</E><F>true</F></R>',
  ],
  'a loop': [
    'R: { L: { $for: line in invoice.lines, "@id": =line.id, $text: =line.item } }',
    '<R><L id="1"/><L id="2"/><L id="3">Ärmel</L></R>',
  ],
  'a filtered loop with the index of the list': [
    'R: { L: { $for: "line, i in invoice.lines", $if: =line.quantity != "0", I: =i, Q: =line.quantity } }',
    '<R><L><I>0</I><Q>2.00</Q></L><L><I>2</I><Q>7.5</Q></L></R>',
  ],
  'a loop over a computed list': [
    'R: { L: { $for: "line in =invoice.lines.filter(l, l.quantity == \\"0\\")", $value: =line.id } }',
    '<R><L>2</L></R>',
  ],
  'loops in loops': [
    'R: { L: { $for: line in invoice.lines, T: { $for: tax in line.taxes, "@r": =tax.rate, $text: { $codes: tax, $value: =tax.kind } } } }',
    '<R><L><T r="0.16">002</T><T r="0.08">003</T></L><L><T r="0">002</T></L></R>',
  ],
  'a loop over what is not there': ['R: { L: { $for: line in invoice.missing, A: x } }', '<R/>'],
  'a condition': [
    'R: { A: { $if: =invoice.count > 2, $text: yes }, B: { $if: =invoice.count > 3, $text: yes } }',
    '<R><A>yes</A></R>',
  ],
  'an absent condition does not hold': ['R: { A: { $if: =invoice.missing, $text: x } }', '<R/>'],
  'local names, in $if too': [
    'R: { A: { $with: { city: =invoice.seller.address.city, twice: =city + city }, $if: =city == "Wien", "@c": =city, $text: =twice } }',
    '<R><A c="Wien">WienWien</A></R>',
  ],
  'one name several times': ['R: { A: [x, =invoice.missing, { "@n": "2" }] }', '<R><A>x</A><A n="2"/></R>'],
  'constants through a table': ['R: { A: { $codes: tax, $value: VAT } }', '<R><A>002</A></R>'],
  'a constant that begins with =': ['R: { A: ==x }', '<R><A>=x</A></R>'],
  'text between elements': ['R: { A: x, $text: mixed, B: y }', '<R><A>x</A>mixed<B>y</B></R>'],
  escaping: [
    'R: { "@n": =invoice.seller.name, A: =invoice.seller.name }',
    '<R n="Bäcker &amp; Söhne &lt;GmbH>"><A>Bäcker &amp; Söhne &lt;GmbH&gt;</A></R>',
  ],
  'escaping of constants': [
    'R: { "@n": "a\\tb\\n\\"<&", A: "]]>\\r" }',
    '<R n="a&#x9;b&#xA;&quot;&lt;&amp;"><A>]]&gt;&#xD;</A></R>',
  ],
  'xml:lang needs no declaration': ['R: { "@xml:lang": de }', '<R xml:lang="de"/>'],
};

describe('transform writes xml', () => {
  it.each(Object.entries(cases))('%s', async (_, [document, root]) => {
    const { text, problems } = await writeWith(`${head}document: { ${document} }\n`, { invoice });
    expect(problems).toEqual([]);
    expect(text).toBe(`<?xml version="1.0" encoding="UTF-8"?>\n${root}`);
  });

  it('uses fragments where they stand, with their own names', async () => {
    const mapping = `${head}fragments:
  party: { "@who": =who, $use: place }
  place: { $with: { where: =invoice.seller.address.city }, a:City: =where }
document:
  R:
    $with: { who: =invoice.number }
    Before: x
    $use: party
    After: x
`;
    const { text, problems } = await writeWith(mapping, { invoice });
    expect(problems).toEqual([]);
    expect(text).toContain('<R xmlns:a="urn:a" who="F-1"><Before>x</Before><a:City>Wien</a:City><After>x</After></R>');
  });

  it('declares a default namespace', async () => {
    const mapping =
      'mapping: m\nwrites: xml\nnamespaces: { "": urn:d, p: urn:p }\ndocument: { R: { p:A: x, "@b": y } }\n';
    const { text } = await writeWith(mapping, { invoice });
    expect(text).toContain('<R xmlns="urn:d" xmlns:p="urn:p" b="y"><p:A>x</p:A></R>');
  });

  it.each([
    ['the mapping', {}, 'application/xml', undefined],
    ['the step', { mediaType: 'application/vnd.x+xml' }, 'application/vnd.x+xml', undefined],
    ['a file name', { fileName: '=invoice.number + "/../a.xml"' }, 'application/xml', 'F-1_.._a.xml'],
  ])('takes media type and file name from %s', async (_, parameters, mediaType, fileName) => {
    const written = await writeWith('mapping: m\nwrites: xml\ndocument: { R: x }\n', { invoice }, { with: parameters });
    expect(written).toMatchObject({ mediaType, ...(fileName === undefined ? {} : { fileName }) });
  });
});
