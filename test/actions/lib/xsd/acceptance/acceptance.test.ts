import { describe, expect, it } from 'vitest';
import { compileXsd } from '../../../../../actions/lib/xsd/index.ts';
import type { Artefact } from '../../../../../engine/artefacts.ts';
import { artefactOf, certainly, plainly, schemaOf } from '../schemas.ts';

const r = (content: string, attributes = '') =>
  `<xs:element name="r"><xs:complexType>${content}${attributes}</xs:complexType></xs:element>`;
const sequence = (elements: string) => `<xs:sequence>${elements}</xs:sequence>`;
const a = '<xs:element name="a" type="xs:int" minOccurs="0" maxOccurs="2"/>';
const k = '<xs:attribute name="k" type="xs:int"/>';
const instance = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
const derived = `<xs:complexType name="B">${sequence(a)}<xs:attribute name="k" type="xs:int" use="required"/></xs:complexType>
  <xs:complexType name="E"><xs:complexContent><xs:extension base="B">${sequence('<xs:element name="b" type="xs:int"/>')}<xs:attribute name="l" type="xs:int"/></xs:extension></xs:complexContent></xs:complexType>
  <xs:complexType name="R"><xs:complexContent><xs:restriction base="B">${sequence('<xs:element name="a" type="xs:int"/>')}<xs:attribute name="k" type="xs:int" use="required" fixed="1"/></xs:restriction></xs:complexContent></xs:complexType>
  <xs:complexType name="T"><xs:simpleContent><xs:extension base="xs:decimal"><xs:attribute name="k" type="xs:int" use="required"/></xs:extension></xs:simpleContent></xs:complexType>`;

describe('is accepted without libxml2, which says the same', () => {
  it.each([
    ['children and attributes', r(sequence(a), k), '<r xmlns="urn:t" k="1">\n <a>1</a> <a>2</a>\n</r>'],
    ['nothing', r(''), '<r xmlns="urn:t"/>'],
    [
      'other prefixes, and declarations further in',
      r(sequence(a), k),
      '<p:r xmlns:p="urn:t" k="1"><a xmlns="urn:t" xmlns:x="urn:x">1</a></p:r>',
    ],
    ['comments and instructions', r(sequence(a)), '<?p i?><r xmlns="urn:t"><!-- c --><a>1<!-- c --></a><?p i?></r>'],
    [
      'text in pieces',
      r(sequence('<xs:element name="a" type="xs:string"/>')),
      '<r xmlns="urn:t"><a>x<![CDATA[<]]>&amp;&#65;</a></r>',
    ],
    [
      'mixed text',
      '<xs:element name="r"><xs:complexType mixed="true"><xs:sequence><xs:element name="a" type="xs:int"/></xs:sequence></xs:complexType></xs:element>',
      '<r xmlns="urn:t">x <a>1</a><![CDATA[y]]></r>',
    ],
    ['an extension', `${derived}<xs:element name="r" type="E"/>`, '<r xmlns="urn:t" k="1" l="2"><a>1</a><b>2</b></r>'],
    ['a restriction', `${derived}<xs:element name="r" type="R"/>`, '<r xmlns="urn:t" k="1"><a>1</a></r>'],
    ['text with attributes', `${derived}<xs:element name="r" type="T"/>`, '<r xmlns="urn:t" k="1">1.50</r>'],
    [
      'a group, and one of attributes',
      `<xs:group name="g"><xs:choice><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/></xs:choice></xs:group><xs:attributeGroup name="h">${k}</xs:attributeGroup>${r('<xs:group ref="g" maxOccurs="2"/>', '<xs:attributeGroup ref="h"/>')}`,
      '<r xmlns="urn:t" k="1"><b>1</b><a>2</a></r>',
    ],
    [
      'a global element, and a global attribute',
      `<xs:attribute name="k" type="xs:int"/><xs:element name="a" type="xs:int"/>${r(sequence('<xs:element ref="a"/>'), '<xs:attribute ref="k" use="required"/>')}`,
      '<p:r xmlns:p="urn:t" p:k="1"><p:a>1</p:a></p:r>',
    ],
    [
      'an element without a namespace',
      r(sequence('<xs:element name="a" type="xs:int" form="unqualified"/>')),
      '<p:r xmlns:p="urn:t"><a>1</a></p:r>',
    ],
    [
      'an attribute of the namespace',
      r('', '<xs:attribute name="k" type="xs:int" form="qualified"/>'),
      '<p:r xmlns:p="urn:t" p:k="1"/>',
    ],
    [
      'fixed values',
      r(
        sequence('<xs:element name="a" type="xs:string" fixed="x"/>'),
        '<xs:attribute name="k" fixed="4.0" type="xs:string"/>',
      ),
      '<r xmlns="urn:t" k="4.0"><a>x</a></r>',
    ],
    [
      'one that is declared at two places alike',
      r(
        '<xs:choice><xs:sequence><xs:element name="b" type="xs:int"/><xs:element name="a" type="xs:int"/></xs:sequence><xs:element name="a" type="xs:int" maxOccurs="2"/></xs:choice>',
      ),
      '<r xmlns="urn:t"><a>1</a><a>1</a></r>',
    ],
    [
      'more often than is counted',
      r(sequence('<xs:element name="a" type="xs:int" maxOccurs="99"/>')),
      `<r xmlns="urn:t">${'<a>1</a>'.repeat(99)}</r>`,
    ],
    [
      'what a wildcard lets in',
      `<xs:element name="a" type="xs:int"/>${r(sequence('<xs:any namespace="##any" maxOccurs="2"/>'))}`,
      '<r xmlns="urn:t"><a>1</a><a>2</a></r>',
    ],
    [
      'where its schema is',
      r(sequence(a)),
      `<r xmlns="urn:t" ${instance} xsi:schemaLocation="urn:t http://t.test/t.xsd"/>`,
    ],
  ])('%s', (_, body, document) => {
    expect(plainly(schemaOf(body))(document)).toBe(true);
    expect(certainly(schemaOf(body))(document)).toBe(true);
  });
});

describe('is left to libxml2, which says that it is right', () => {
  it.each([
    [
      'another type',
      `${derived}<xs:element name="r" type="B"/>`,
      `<r xmlns="urn:t" ${instance} xsi:type="E" k="1"><b>1</b></r>`,
    ],
    [
      'nothing, where a value may be none',
      '<xs:element name="r" type="xs:int" nillable="true"/>',
      `<r xmlns="urn:t" ${instance} xsi:nil="true"/>`,
    ],
    ['a default', '<xs:element name="r" type="xs:int" default="1"/>', '<r xmlns="urn:t"/>'],
    [
      'what stands in for another element',
      '<xs:element name="h" type="xs:int"/><xs:element name="m" substitutionGroup="h"/><xs:element name="r"><xs:complexType><xs:sequence><xs:element ref="h"/></xs:sequence></xs:complexType></xs:element>',
      '<r xmlns="urn:t"><m>1</m></r>',
    ],
    [
      'what is there once',
      `<xs:element name="r"><xs:complexType>${sequence(a)}</xs:complexType><xs:unique name="u"><xs:selector xpath="*"/><xs:field xpath="."/></xs:unique></xs:element>`,
      '<r xmlns="urn:t"/>',
    ],
    [
      'children in any order',
      r('<xs:all><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/></xs:all>'),
      '<r xmlns="urn:t"><b>1</b><a>1</a></r>',
    ],
    ['anything', '<xs:element name="r"/>', '<r xmlns="urn:t"><x xmlns="">1</x></r>'],
    ['what is skipped', r(sequence('<xs:any processContents="skip"/>')), '<r xmlns="urn:t"><x xmlns="">1</x></r>'],
    [
      'what is lax',
      r(sequence('<xs:any namespace="##other" processContents="lax"/>')),
      '<r xmlns="urn:t"><x xmlns="urn:x">1</x></r>',
    ],
    ['any attribute', r('', '<xs:anyAttribute processContents="lax"/>'), '<r xmlns="urn:t" x="1"/>'],
    [
      'a list',
      '<xs:element name="r"><xs:simpleType><xs:list itemType="xs:int"/></xs:simpleType></xs:element>',
      '<r xmlns="urn:t">1 2</r>',
    ],
  ])('%s', (_, body, document) => {
    expect(plainly(schemaOf(body))(document)).toBe(true);
    expect(certainly(schemaOf(body))(document)).toBe(false);
  });

  it.each(['utf16le', 'latin1'] as const)('in %s', (encoding) => {
    const document = `${encoding === 'latin1' ? '<?xml version="1.0" encoding="ISO-8859-1"?>' : '\uFEFF'}<r xmlns="urn:t">é</r>`;
    const artefact = schemaOf('<xs:element name="r" type="xs:string"/>');
    expect(plainly(artefact)(Buffer.from(document, encoding))).toBe(true);
    expect(certainly(artefact)(Buffer.from(document, encoding))).toBe(encoding === 'latin1');
  });
});

describe('is not accepted', () => {
  const whole = r(
    sequence(`${a}<xs:element name="b" type="xs:int"/>`),
    `${k}<xs:attribute name="l" use="required" type="xs:int"/>`,
  );
  it.each([
    ['no document', ''],
    ['another root', '<x/>'],
    ['a root of another namespace', '<r l="1"><b>1</b></r>'],
    ['what is not well-formed', '<r xmlns="urn:t" l="1"><b>1</b>'],
    ['a document type', '<!DOCTYPE r><r xmlns="urn:t" l="1"><b>1</b></r>'],
    ['a missing attribute', '<r xmlns="urn:t"><b>1</b></r>'],
    ['another attribute', '<r xmlns="urn:t" l="1" m="1"><b>1</b></r>'],
    ['an attribute of another namespace', '<r xmlns="urn:t" xmlns:m="urn:m" l="1" m:k="1"><b>1</b></r>'],
    ['an attribute that says the namespace', '<p:r xmlns:p="urn:t" p:l="1"><p:b>1</p:b></p:r>'],
    ['a wrong value', '<r xmlns="urn:t" l="x"><b>1</b></r>'],
    ['a wrong content', '<r xmlns="urn:t" l="1"><b>x</b></r>'],
    ['a missing child', '<r xmlns="urn:t" l="1"><a>1</a></r>'],
    ['another child', '<r xmlns="urn:t" l="1"><b>1</b><c>1</c></r>'],
    ['a child of another namespace', '<r xmlns="urn:t" l="1"><b xmlns="">1</b></r>'],
    ['children in another order', '<r xmlns="urn:t" l="1"><b>1</b><a>1</a></r>'],
    ['a child too many', '<r xmlns="urn:t" l="1"><a>1</a><a>1</a><a>1</a><b>1</b></r>'],
    ['text between children', '<r xmlns="urn:t" l="1">x<b>1</b></r>'],
    ['a child in a text', '<r xmlns="urn:t" l="1"><b>1<b>1</b></b></r>'],
    ['a namespace that is no address', '<r xmlns="urn:t" xmlns:x="urn: x" l="1"><b>1</b></r>'],
    ['a place of half a schema', `<r xmlns="urn:t" ${instance} xsi:schemaLocation="urn:t" l="1"><b>1</b></r>`],
  ])('%s', (_, document) => {
    expect(certainly(schemaOf(whole))('<r xmlns="urn:t" l="1"><b>1</b></r>')).toBe(true);
    expect(certainly(schemaOf(whole))(document)).toBe(false);
  });

  it.each([
    ['white space in what is empty', r(''), '<r xmlns="urn:t"> </r>'],
    ['another value than the fixed one', '<xs:element name="r" type="xs:string" fixed="x"/>', '<r xmlns="urn:t">y</r>'],
    ['an element that is abstract', '<xs:element name="r" type="xs:int" abstract="true"/>', '<r xmlns="urn:t">1</r>'],
    [
      'a type that is abstract',
      '<xs:complexType name="A" abstract="true"/><xs:element name="r" type="A"/>',
      '<r xmlns="urn:t"/>',
    ],
    [
      'an attribute that a restriction takes away',
      `<xs:complexType name="B">${k}</xs:complexType><xs:complexType name="R"><xs:complexContent><xs:restriction base="B"><xs:attribute name="k" use="prohibited"/></xs:restriction></xs:complexContent></xs:complexType><xs:element name="r" type="R"/>`,
      '<r xmlns="urn:t" k="1"/>',
    ],
    [
      'what a wildcard does not let in',
      `<xs:element name="a" type="xs:int"/>${r(sequence('<xs:any namespace="##other"/>'))}`,
      '<r xmlns="urn:t"><a>1</a></r>',
    ],
    [
      'what a wildcard lets in, and is wrong',
      `<xs:element name="a" type="xs:int"/>${r(sequence('<xs:any namespace="##targetNamespace"/>'))}`,
      '<r xmlns="urn:t"><a>x</a></r>',
    ],
    [
      'more than may be',
      r(sequence('<xs:element name="a" type="xs:int" maxOccurs="99"/>')),
      `<r xmlns="urn:t">${'<a>1</a>'.repeat(100)}</r>`,
    ],
  ])('%s, nor does libxml2', (_, body, document) => {
    expect(plainly(schemaOf(body))(document)).toBe(false);
    expect(certainly(schemaOf(body))(document)).toBe(false);
  });
});

it('a schema that cannot be read leaves what refers to it to libxml2, and nothing else', () => {
  const main = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:o="urn:o" targetNamespace="urn:t" elementFormDefault="qualified">
    <xs:import namespace="urn:o" schemaLocation="o.xsd"/>
    <xs:element name="d"><xs:complexType><xs:complexContent><xs:restriction base="o:B"/></xs:complexContent></xs:complexType></xs:element>
    ${r(sequence('<xs:element ref="o:x" minOccurs="0"/><xs:element name="a" type="xs:int" minOccurs="0"/>'))}</xs:schema>`;
  const other = `<!DOCTYPE xs:schema><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:o"><xs:element name="x" type="xs:int"/><xs:complexType name="B"><xs:attribute name="k" use="required"/></xs:complexType></xs:schema>`;
  const accepts = certainly(artefactOf('m', { 'http://t.test/t.xsd': main, 'http://t.test/o.xsd': other }));
  expect(accepts('<r xmlns="urn:t"><a>1</a></r>')).toBe(true);
  expect(accepts('<r xmlns="urn:t"><x xmlns="urn:o">1</x></r>')).toBe(false);
  expect(accepts('<d xmlns="urn:t"/>')).toBe(false);
});

it('a name that is declared twice is what libxml2 makes of it', () => {
  const one = (name: string, type: string) => ({ ...schemaOf(`<xs:element name="r" type="${type}"/>`), name });
  const apart = ({ name, files, digest }: Artefact) => ({
    name,
    files: files.map((file) => ({ ...file, address: `http://${name}.test/t.xsd` })),
    digest,
  });
  const xsd = compileXsd([apart(one('first', 'xs:int')), apart(one('second', 'xs:string'))]);
  expect(xsd.validate(Buffer.from('<r xmlns="urn:t">1</r>'))).toEqual([]);
  expect(xsd.validate(Buffer.from('<r xmlns="urn:t">x</r>'))).toHaveLength(1);
});
