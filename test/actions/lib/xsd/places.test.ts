import { describe, expect, test } from 'vitest';
import { compileXsd } from '../../../../actions/lib/xsd/index.ts';
import { artefactOf, enumerations, numbered, plainly } from './schemas.ts';

describe('where values stand', () => {
  const list = `<xs:simpleType name="L"><xs:restriction base="xs:string">${enumerations(numbered(60))}</xs:restriction></xs:simpleType>`;
  const head =
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:t" targetNamespace="urn:t" elementFormDefault="qualified">';
  const one = (body: string) => artefactOf('t', { 'http://t.test/a.xsd': `${head}${list}${body}</xs:schema>` });
  const two = (body: string, other: string) =>
    artefactOf('t', {
      'http://t.test/x/a.xsd': `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:l="urn:l" xmlns="urn:t" targetNamespace="urn:t" elementFormDefault="qualified"><xs:import namespace="urn:l" schemaLocation="../y/l.xsd"/>${body}</xs:schema>`,
      'http://t.test/y/l.xsd': `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:l" targetNamespace="urn:l" elementFormDefault="qualified">${list}${other}</xs:schema>`,
    });
  const good = '10000001';
  const wrong = '20000001';
  const cases: [string, ReturnType<typeof one>, (code: string) => string][] = [
    [
      'one name, two types',
      one(
        '<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="a"><xs:complexType><xs:sequence><xs:element name="x" type="xs:string"/></xs:sequence></xs:complexType></xs:element><xs:element name="x" type="L"/></xs:sequence></xs:complexType></xs:element>',
      ),
      (code) => `<r xmlns="urn:t"><a><x>anything</x></a><x>${code}</x></r>`,
    ],
    [
      'by reference',
      one(
        '<xs:element name="x" type="L"/><xs:element name="r"><xs:complexType><xs:sequence><xs:element ref="x"/></xs:sequence></xs:complexType></xs:element>',
      ),
      (code) => `<r xmlns="urn:t"><x>${code}</x></r>`,
    ],
    [
      'in a group',
      one(
        '<xs:group name="g"><xs:choice><xs:element name="x" type="L"/></xs:choice></xs:group><xs:element name="r"><xs:complexType><xs:sequence><xs:group ref="g"/></xs:sequence></xs:complexType></xs:element>',
      ),
      (code) => `<r xmlns="urn:t"><x>${code}</x></r>`,
    ],
    [
      'in an attribute group',
      one(
        '<xs:attributeGroup name="g"><xs:attribute name="k" type="L"/></xs:attributeGroup><xs:element name="r"><xs:complexType><xs:attributeGroup ref="g"/></xs:complexType></xs:element>',
      ),
      (code) => `<r xmlns="urn:t" k="${code}"/>`,
    ],
    [
      'a global attribute',
      one(
        '<xs:attribute name="k" type="L"/><xs:element name="r"><xs:complexType><xs:attribute ref="k"/></xs:complexType></xs:element>',
      ),
      (code) => `<q:r xmlns:q="urn:t" q:k="${code}"/>`,
    ],
    [
      'an attribute of its own type',
      one(
        `<xs:element name="r"><xs:complexType><xs:attribute name="k"><xs:simpleType><xs:restriction base="L"><xs:length value="8"/></xs:restriction></xs:simpleType></xs:attribute></xs:complexType></xs:element>`,
      ),
      (code) => `<r xmlns="urn:t" k="${code}"/>`,
    ],
    [
      'extended',
      one(
        '<xs:complexType name="B"><xs:sequence><xs:element name="x" type="L"/></xs:sequence></xs:complexType><xs:element name="r"><xs:complexType><xs:complexContent><xs:extension base="B"><xs:attribute name="k"/></xs:extension></xs:complexContent></xs:complexType></xs:element>',
      ),
      (code) => `<r xmlns="urn:t" k=""><x>${code}</x></r>`,
    ],
    [
      'restricted, attribute kept',
      one(
        '<xs:complexType name="B"><xs:attribute name="k" type="L"/></xs:complexType><xs:element name="r"><xs:complexType><xs:complexContent><xs:restriction base="B"/></xs:complexContent></xs:complexType></xs:element>',
      ),
      (code) => `<r xmlns="urn:t" k="${code}"/>`,
    ],
    [
      'substituted',
      one(
        '<xs:element name="h" type="xs:string" abstract="true"/><xs:element name="x" type="L" substitutionGroup="h"/><xs:element name="r"><xs:complexType><xs:sequence><xs:element ref="h"/></xs:sequence></xs:complexType></xs:element>',
      ),
      (code) => `<r xmlns="urn:t"><x>${code}</x></r>`,
    ],
    [
      'substituted, type of the head',
      one(
        '<xs:element name="h" type="L"/><xs:element name="x" substitutionGroup="h"/><xs:element name="r"><xs:complexType><xs:sequence><xs:element ref="h"/></xs:sequence></xs:complexType></xs:element>',
      ),
      (code) => `<r xmlns="urn:t"><x>${code}</x></r>`,
    ],
    [
      'behind a wildcard',
      one(
        '<xs:element name="x" type="L"/><xs:element name="r"><xs:complexType><xs:sequence><xs:any/></xs:sequence></xs:complexType></xs:element>',
      ),
      (code) => `<r xmlns="urn:t"><x>${code}</x></r>`,
    ],
    [
      'deep behind a lax wildcard',
      one(
        '<xs:element name="x" type="L"/><xs:element name="r"><xs:complexType><xs:sequence><xs:any processContents="lax" namespace="##any"/></xs:sequence></xs:complexType></xs:element>',
      ),
      (code) => `<r xmlns="urn:t"><o xmlns="urn:o"><x xmlns="urn:t">${code}</x></o></r>`,
    ],
    [
      'an attribute behind a wildcard',
      one(
        '<xs:attribute name="k" type="L"/><xs:element name="r"><xs:complexType><xs:anyAttribute/></xs:complexType></xs:element>',
      ),
      (code) => `<q:r xmlns:q="urn:t" q:k="${code}"/>`,
    ],
    [
      'recursive',
      one(
        '<xs:complexType name="N"><xs:sequence><xs:element name="n" type="N" minOccurs="0"/></xs:sequence><xs:attribute name="k" type="L"/></xs:complexType><xs:element name="r" type="N"/>',
      ),
      (code) => `<r xmlns="urn:t"><n><n k="${code}"/></n></r>`,
    ],
    [
      'inside its own base',
      one(
        '<xs:complexType name="N"><xs:sequence><xs:element name="n" minOccurs="0"><xs:complexType><xs:complexContent><xs:extension base="N"/></xs:complexContent></xs:complexType></xs:element></xs:sequence><xs:attribute name="k" type="L"/></xs:complexType><xs:element name="r" type="N"/>',
      ),
      (code) => `<r xmlns="urn:t"><n><n k="${code}"/></n></r>`,
    ],
    [
      'xsi:type',
      one('<xs:element name="r" type="xs:string"/>'),
      (code) => `<r xmlns="urn:t" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="L">${code}</r>`,
    ],
    [
      'xsi:type under another prefix',
      one('<xs:element name="r" type="xs:string"/>'),
      (code) =>
        `<r xmlns="urn:t" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns:t="urn:t" i:type="t:L">${code}</r>`,
    ],
    [
      'imported',
      two(
        '<xs:element name="r"><xs:complexType><xs:sequence><xs:element ref="l:x"/></xs:sequence><xs:attribute name="k" type="l:L"/></xs:complexType></xs:element>',
        '<xs:element name="x" type="L"/>',
      ),
      (code) => `<r xmlns="urn:t" k="10000002"><l:x xmlns:l="urn:l">${code}</l:x></r>`,
    ],
    [
      'an imported type',
      two('<xs:element name="r"><xs:complexType><xs:attribute name="k" type="l:L"/></xs:complexType></xs:element>', ''),
      (code) => `<r xmlns="urn:t" k="${code}"/>`,
    ],
    [
      'behind an instruction',
      one(
        '<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="x" type="L" maxOccurs="9"/></xs:sequence></xs:complexType></xs:element>',
      ),
      (code) => `<r xmlns="urn:t"><?p i?><x>10000001</x><?p i?><x>${code}</x></r>`,
    ],
    [
      'text in pieces',
      one('<xs:element name="r" type="L"/>'),
      (code) => `<r xmlns="urn:t">${code.slice(0, 3)}<!-- - --><![CDATA[${code.slice(3)}]]></r>`,
    ],
  ];
  test.each(cases)('%s', (_, artefact, document) => {
    const validate = (code: string, encoding: 'utf8' | 'utf16le') =>
      compileXsd([artefact]).validate(Buffer.from(`\uFEFF${document(code)}`, encoding)).length === 0;
    const plain = plainly(artefact);
    expect([validate(good, 'utf8'), validate(wrong, 'utf8')]).toEqual([true, false]);
    expect([validate(good, 'utf16le'), validate(wrong, 'utf16le')]).toEqual([true, false]);
    expect([plain(document(good)), plain(document(wrong))]).toEqual([true, false]);
  });

  const fine: [string, ReturnType<typeof one>, string][] = [
    [
      'a default stands in for nothing',
      one('<xs:element name="r" type="L" default="10000001"/>'),
      '<r xmlns="urn:t"/>',
    ],
    [
      'nilled',
      one('<xs:element name="r" type="L" nillable="true"/>'),
      '<r xmlns="urn:t" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/>',
    ],
    [
      'behind a wildcard that skips',
      one(
        '<xs:element name="x" type="L"/><xs:element name="r"><xs:complexType><xs:sequence><xs:any processContents="skip"/></xs:sequence></xs:complexType></xs:element>',
      ),
      '<r xmlns="urn:t"><x>no</x></r>',
    ],
  ];
  test.each(fine)('%s', (_, artefact, document) => {
    expect(compileXsd([artefact]).validate(Buffer.from(document))).toEqual([]);
    expect(plainly(artefact)(document)).toBe(true);
  });

  test('an empty element of a nillable type that is not nilled is refused', () => {
    const artefact = one('<xs:element name="r" type="L" nillable="true"/>');
    expect(plainly(artefact)('<r xmlns="urn:t"/>')).toBe(false);
    expect(compileXsd([artefact]).validate(Buffer.from('<r xmlns="urn:t"/>'))).toHaveLength(1);
  });

  test('a refused value is named with its place, value and type', () => {
    const artefact = one(
      '<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="x" maxOccurs="9"><xs:complexType><xs:attribute name="k" type="L"/></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>',
    );
    const document = '<q:r xmlns:q="urn:t">\n<q:x k="10000001"/>\n<q:x k="oops"/></q:r>';
    expect(compileXsd([artefact]).validate(Buffer.from(document))).toEqual([
      {
        line: 3,
        xpath: '/q:r/q:x[2]/@k',
        message: "Element 'x', attribute 'k': The value 'oops' is not one of the 60 values of the code list L.",
      },
    ]);
  });
});
