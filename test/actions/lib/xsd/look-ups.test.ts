import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileXsd } from '../../../../actions/lib/xsd/index.ts';
import { artefactOf, enumerations, escaped, numbered, plainly } from './schemas.ts';

const codes = [' a', 'a ', 'b  c', 'b c', '&amp;&lt;', '&#9;t', 'ñ', '', ...numbered(60)];
const types = `
  <xs:simpleType name="Plain"><xs:restriction base="xs:string">${enumerations(codes)}</xs:restriction></xs:simpleType>
  <xs:simpleType name="Replaced"><xs:restriction base="xs:normalizedString">${enumerations(codes)}</xs:restriction></xs:simpleType>
  <xs:simpleType name="Token"><xs:restriction base="xs:token">${enumerations(codes)}</xs:restriction></xs:simpleType>
  <xs:simpleType name="Collapsed"><xs:restriction base="xs:string"><xs:whiteSpace value="collapse"/>${enumerations(codes)}</xs:restriction></xs:simpleType>
  <xs:simpleType name="Patterned"><xs:restriction base="xs:string"><xs:pattern value="1.*[02468]"/>${enumerations(codes)}<xs:maxLength value="8"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="Commented"><xs:restriction base="xs:string"><!-- <xs:enumeration value="no"/> -->${numbered(60)
    .map(
      (each) =>
        `<xs:enumeration value="${each}"><xs:annotation><xs:documentation>d <b xmlns="urn:x">&gt;</b></xs:documentation></xs:annotation></xs:enumeration>`,
    )
    .join('\n')}</xs:restriction></xs:simpleType>
  <xs:simpleType name="Derived"><xs:restriction base="Plain"><xs:maxLength value="1"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="Fewer"><xs:restriction base="Plain"><xs:enumeration value="10000001"/><xs:enumeration value="ñ"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="Narrow"><xs:restriction base="Plain"><xs:whiteSpace value="collapse"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="Inline"><xs:restriction><xs:simpleType><xs:restriction base="xs:string">${enumerations(numbered(60))}</xs:restriction></xs:simpleType><xs:maxLength value="8"/></xs:restriction></xs:simpleType>
  <xs:simpleType name="InUnion"><xs:restriction base="xs:string">${enumerations(numbered(60, 'u'))}</xs:restriction></xs:simpleType>
  <xs:simpleType name="Union"><xs:union memberTypes="InUnion xs:int"/></xs:simpleType>
  <xs:simpleType name="List"><xs:list itemType="Token"/></xs:simpleType>
  <xs:simpleType name="Number"><xs:restriction base="xs:decimal">${enumerations(numbered(60))}</xs:restriction></xs:simpleType>
  <xs:simpleType name="Few"><xs:restriction base="xs:string"><xs:enumeration value="a "/><xs:enumeration value="b"/></xs:restriction></xs:simpleType>
  <xs:complexType name="WithText"><xs:simpleContent><xs:extension base="Plain"><xs:attribute name="k" type="Token"/></xs:extension></xs:simpleContent></xs:complexType>
  <xs:complexType name="WithLess"><xs:simpleContent><xs:restriction base="WithText"><xs:maxLength value="8"/><xs:attribute name="k" type="Token" use="required"/></xs:restriction></xs:simpleContent></xs:complexType>`;
const names = [...types.matchAll(/<xs:(?:simple|complex)Type name="(\w+)"/g)].map(([, name = '']) => name);
const simple = names.filter((name) => !name.startsWith('With'));

const schema = (body: string, extra = '') =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:t" targetNamespace="urn:t" elementFormDefault="qualified" ${extra}>${types}${body}</xs:schema>`;

const everywhere = schema(`
  <xs:element name="r"><xs:complexType><xs:choice maxOccurs="unbounded">
    ${names.map((name) => `<xs:element name="e${name}" type="${name}"/>`).join('')}
    ${simple.map((name) => `<xs:element name="a${name}"><xs:complexType><xs:attribute name="k" type="${name}"/></xs:complexType></xs:element>`).join('')}
  </xs:choice></xs:complexType></xs:element>`);

describe('enumerations as look-ups', () => {
  const artefact = artefactOf('t', { 'http://t.test/a.xsd': everywhere });
  const plain = plainly(artefact);
  const xsd = compileXsd([artefact]);
  const looked = (document: string) => {
    const isValid = xsd.validate(Buffer.from(document)).length === 0;
    // In UTF-16, which only libxml2 reads, the values are always looked up.
    expect(xsd.validate(Buffer.from(`\uFEFF${document}`, 'utf16le')).length === 0).toBe(isValid);
    return isValid;
  };
  const documents = (name: string, value: string): string[] => [
    `<r xmlns="urn:t"><e${name}>${escaped(value)}</e${name}></r>`,
    simple.includes(name)
      ? `<r xmlns="urn:t"><a${name} k="${escaped(value)}"/></r>`
      : `<r xmlns="urn:t"><e${name} k="${escaped(value)}">10000001</e${name}></r>`,
  ];
  const agree = (name: string, value: string) => {
    for (const document of documents(name, value))
      expect([document, looked(document)]).toEqual([document, plain(document)]);
  };
  const values = [
    ' a',
    'a',
    'a ',
    ' a ',
    'b c',
    'b  c',
    'b   c',
    ' b c\n',
    '\tt',
    ' t',
    't',
    '&<',
    'ñ',
    '',
    ' ',
    '10000001',
    '10000002 ',
    '10000060',
    '1e7',
    '10000001.0',
    'u10000001',
    '7',
    '10000001 10000002',
    'no',
  ];

  test.each(names)('%s agrees with libxml2 on a table', (name) => {
    for (const value of values) agree(name, value);
  });

  test('agrees with libxml2 on chance', () => {
    const piece = fc.constantFrom(' ', '\t', '\n', 'a', 'b', 'c', '10000001', '10000059', 'ñ', 'u', '&', '');
    const value = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(''));
    fc.assert(fc.property(fc.constantFrom(...names), value, agree), { numRuns: 1500 });
  });
});
