import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certainly, enumerations, escaped, numbered, plainly, schemaOf } from '../schemas.ts';

const restriction = (base: string, facets: string) =>
  `<xs:simpleType name="T"><xs:restriction base="${base}">${facets}</xs:restriction></xs:simpleType>`;
const facet = (name: string, value: string) => `<xs:${name} value="${value}"/>`;

/** Of each type some values that are right, which must be accepted without libxml2. */
const types: [name: string, type: string, certain: readonly string[]][] = [
  ['string', restriction('xs:string', ''), ['', ' a ', 'b\tc']],
  [
    'lengths',
    restriction('xs:string', facet('minLength', '2') + facet('maxLength', '3')),
    ['ab', 'a€c', '€😀', '😀😀😀'],
  ],
  ['a length', restriction('xs:token', facet('length', '2')), ['ab', ' ab ', '😀😀']],
  ['normalizedString', restriction('xs:normalizedString', facet('maxLength', '4')), ['ab c', 'a\tb']],
  ['token', restriction('xs:token', facet('minLength', '1')), ['a', '  a   b ']],
  [
    'a string without white space',
    restriction('xs:string', facet('whiteSpace', 'collapse') + facet('minLength', '1')),
    ['a', ' a '],
  ],
  ['language', restriction('xs:language', ''), ['es', 'es-MX']],
  ['NMTOKEN', restriction('xs:NMTOKEN', ''), ['1a', 'a:b']],
  ['NCName', restriction('xs:NCName', ''), ['a1', '_b']],
  ['boolean', restriction('xs:boolean', ''), ['true', '0']],
  ['decimal', restriction('xs:decimal', ''), ['0', '-1.50', '00.10', '123456789012345']],
  [
    'an amount',
    restriction('xs:decimal', facet('fractionDigits', '2') + facet('minInclusive', '0.00')),
    ['0', '0.00', '12.3', '99999.99'],
  ],
  ['digits', restriction('xs:decimal', facet('totalDigits', '4')), ['1', '12.34', '-1234']],
  [
    'a range',
    restriction('xs:decimal', facet('minExclusive', '-2') + facet('maxInclusive', '2.5')),
    ['-1.99', '2.5', '0'],
  ],
  ['between', restriction('xs:decimal', facet('minInclusive', '-1') + facet('maxExclusive', '1')), ['-1', '0.99']],
  ['integer', restriction('xs:integer', ''), ['0', '-12', '007']],
  ['positiveInteger', restriction('xs:positiveInteger', ''), ['1', '10']],
  ['nonNegativeInteger', restriction('xs:nonNegativeInteger', facet('maxInclusive', '9')), ['0', '9']],
  ['negativeInteger', restriction('xs:negativeInteger', ''), ['-1']],
  ['int', restriction('xs:int', ''), ['2147483647', '-2147483648']],
  ['byte', restriction('xs:byte', ''), ['-128', '127']],
  ['unsignedShort', restriction('xs:unsignedShort', ''), ['65535']],
  ['double', restriction('xs:double', ''), ['1.5']],
  ['date', restriction('xs:date', ''), ['2024-02-29', '2026-12-31', '2026-01-01Z', '2026-01-01+01:00']],
  [
    'dateTime',
    restriction('xs:dateTime', ''),
    ['2026-11-22T23:59:59', '2026-11-22T00:00:00.5Z', '2026-11-22T00:00:00-06:00'],
  ],
  ['time', restriction('xs:time', ''), ['12:00:00', '12:00:00.123Z']],
  ['anyURI', restriction('xs:anyURI', ''), ['urn:a:b', 'http://a.b/c#d', '#x', '']],
  ['base64Binary', restriction('xs:base64Binary', ''), ['AAAA', 'QQ==', 'QUI=']],
  ['codes', restriction('xs:string', enumerations(['a', ' b', 'c'])), ['a', ' b']],
  ['many codes', restriction('xs:token', enumerations(numbered(60))), ['10000001', ' 10000059 ']],
  ['numbers that are listed', restriction('xs:decimal', enumerations(['1.0', '2'])), ['1.0', '2']],
  ['one of two patterns', restriction('xs:string', facet('pattern', 'a+') + facet('pattern', 'b')), ['aa', 'b']],
  [
    'a type of a type',
    `${restriction('B', facet('maxLength', '2') + facet('pattern', '[a-c]*'))}<xs:simpleType name="B"><xs:restriction base="xs:string"><xs:pattern value="[b-d]*"/></xs:restriction></xs:simpleType>`,
    ['', 'b', 'bc'],
  ],
  ['a list', '<xs:simpleType name="T"><xs:list itemType="xs:int"/></xs:simpleType>', []],
  ['a union', '<xs:simpleType name="T"><xs:union memberTypes="xs:int xs:date"/></xs:simpleType>', []],
  ['dates from one on', restriction('xs:date', facet('minInclusive', '2026-01-01')), []],
  ['names that are there once', restriction('xs:ID', ''), []],
  ['a name with a prefix', restriction('xs:QName', ''), []],
];

/** What is wrong of some type, or right of one and wrong of another. */
const others = [
  ...[
    '',
    ' ',
    '  ',
    'a',
    ' a',
    'a ',
    'a  b',
    'abcd',
    'é',
    '€€€€',
    '😀',
    '\n',
    'TRUE',
    '+1',
    '-0',
    '1.',
    '.5',
    '1e3',
    '0x1',
    'NaN',
    'INF',
    '1 ',
    ' 1',
    '--1',
    '1.2.3',
  ],
  ...[
    '256',
    '-129',
    '65536',
    '2147483648',
    '1234567890123456',
    '0.123456789012345678',
    '2.500000001',
    '-2',
    '10',
    '1.00',
    '01',
    'c',
    'dd',
    'abc',
  ],
  ...[
    '2023-02-29',
    '2100-02-29',
    '2026-04-31',
    '0000-01-01',
    '26-1-1',
    '2026-01-01+15:00',
    '2026-13-01',
    '2026-11-22T24:00:00',
    '2026-11-22T23:60:00',
  ],
  ...[
    '2026-11-22T12:00',
    '25:00:00',
    'http://a b',
    'http://a:b:c',
    '%',
    '//',
    '#a#b',
    'QQ=',
    'QR==',
    'QQ',
    'AA AA',
    '10000060',
    '1 2',
    'a:b:c',
    '1a',
    'x'.repeat(31),
  ],
];

describe.each(types)('%s', (_, type, certain) => {
  const artefact = schemaOf(
    `${type}<xs:element name="r" type="T"/><xs:element name="a"><xs:complexType><xs:attribute name="k" type="T"/></xs:complexType></xs:element>`,
  );
  const accepts = certainly(artefact);
  const valid = plainly(artefact);
  const documents = (value: string) => [
    `<r xmlns="urn:t">${escaped(value)}</r>`,
    `<q:a xmlns:q="urn:t" k="${escaped(value)}"/>`,
  ];

  it('is accepted', () => {
    for (const document of certain.flatMap(documents))
      expect([document, accepts(document), valid(document)]).toEqual([document, true, true]);
  });

  it('is never accepted where libxml2 refuses it', () => {
    const piece = fc.constantFrom(...'0159-+.:TZ aAbd=é', ...certain, ...others);
    const chance = fc.sample(
      fc.array(piece, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
      { numRuns: 60, seed: 7 },
    );
    for (const document of [...others, ...certain, ...chance].flatMap(documents))
      if (accepts(document)) expect([document, valid(document)]).toEqual([document, true]);
  });
});
