import { describe, expect, test } from 'vitest';
import { withXml } from '../../../../actions/lib/xml/index.ts';
import { compileXsd } from '../../../../actions/lib/xsd/index.ts';
import { problemsOf } from '../../../../engine/errors.ts';
import { growth } from '../../../growth.ts';
import { artefactOf, enumerations, numbered, plainly } from './schemas.ts';

const schema = (body: string) =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:t" targetNamespace="urn:t">${body}</xs:schema>`;
const element = schema('<xs:element name="r" type="xs:int"/>');

describe('compiling', () => {
  const broken: [string, Record<string, string>][] = [
    ['not XML', { 'http://t.test/a.xsd': '<html><br></html>' }],
    ['not a schema', { 'http://t.test/a.xsd': '<a/>' }],
    [
      'a missing import',
      {
        'http://t.test/a.xsd': schema(
          '<xs:import namespace="urn:o" schemaLocation="o.xsd"/><xs:element name="r" type="o:x" xmlns:o="urn:o"/>',
        ),
      },
    ],
    [
      'an import of a file on this machine',
      {
        'http://t.test/a.xsd': schema(
          '<xs:include schemaLocation="file:///etc/hostname"/><xs:element name="r" type="x"/>',
        ),
      },
    ],
    ['no file', {}],
  ];
  test.each(broken)('%s is refused', (_, files) => {
    expect(codeOf(() => compileXsd([artefactOf('a', files)]))).toBe('ARTEFACT_INVALID');
  });

  test('an import is found by its address, however that is escaped', () => {
    const importing = schema(
      '<xs:import namespace="urn:o" schemaLocation="o.xsd"/><xs:element name="r" type="o:x" xmlns:o="urn:o"/>',
    );
    const imported = schema('<xs:simpleType name="x"><xs:restriction base="xs:int"/></xs:simpleType>');
    const xsd = compileXsd([
      artefactOf('escaped', {
        'http://t.test/a%20%28b%29%7E/a.xsd': importing,
        'http://t.test/a%20%28b%29%7E/o.xsd': imported.replace('targetNamespace="urn:t"', 'targetNamespace="urn:o"'),
      }),
    ]);
    const found = (text: string) => xsd.validate(Buffer.from(`<r xmlns="urn:t">${text}</r>`));
    expect(found('1')).toEqual([]);
    expect(found('x')).not.toEqual([]);
  });

  test('once per digest', () => {
    const compile = () => compileXsd([artefactOf('a', { 'http://t.test/a.xsd': element })]);
    expect(compile()).toBe(compile());
  });

  test('nothing stays readable: neither a file nor the schemas', () => {
    compileXsd([artefactOf('a', { 'http://t.test/a.xsd': element })]);
    const document = '<!DOCTYPE a [<!ENTITY x SYSTEM "http://t.test/a.xsd">]><a>&x;</a>';
    expect(codeOf(() => withXml(Buffer.from(document), () => 0))).toBe('XML_DOCTYPE');
    const hinted =
      '<r xmlns="urn:t" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:schemaLocation="urn:t file:///etc/hostname">1</r>';
    const xsd = compileXsd([artefactOf('a', { 'http://t.test/a.xsd': element })]);
    expect(xsd.validate(Buffer.from(hinted.replace('<r', '<q:r xmlns:q="urn:t"').replace('</r', '</q:r')))).toEqual([]);
  });

  test('all violations are listed, in order, with lines', () => {
    const xsd = compileXsd([
      artefactOf('a', {
        'http://t.test/a.xsd': schema(
          `<xs:simpleType name="L"><xs:restriction base="xs:string">${enumerations(numbered(60))}</xs:restriction></xs:simpleType>` +
            '<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="a" type="xs:int"/><xs:element name="b" type="L"/><xs:element name="c" type="xs:date"/></xs:sequence></xs:complexType></xs:element>',
        ),
      }),
    ]);
    const found = xsd.validate(
      Buffer.from('<r xmlns="urn:t">\n<a xmlns="">x</a>\n<b xmlns="">y</b>\n<c xmlns="">z</c></r>'),
    );
    expect(found.map((each) => each.line)).toEqual([2, 3, 4]);
  });
});

describe('an enumeration of the official size', () => {
  const count = 52_000;
  const body = (values: string) =>
    schema(
      `<xs:simpleType name="c_ClaveProdServ"><xs:restriction base="xs:string"><xs:whiteSpace value="collapse"/>${values}</xs:restriction></xs:simpleType>` +
        '<xs:element name="r"><xs:complexType><xs:sequence><xs:element name="l" maxOccurs="unbounded"><xs:complexType><xs:attribute name="k" type="c_ClaveProdServ"/></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>',
    );
  const artefact = artefactOf('big', { 'http://t.test/big.xsd': body(enumerations(numbered(count))) });
  const xsd = compileXsd([artefact]);
  const lines = (from: number, to: number, step = 1) => {
    const values = Array.from({ length: to - from }, (_, at) => `<l k="${10_000_000 + (from + at) * step}"/>`);
    return `<q:r xmlns:q="urn:t">${values.join('')}</q:r>`;
  };
  const violations = (document: string) => xsd.validate(Buffer.from(document));

  test('verdicts are those of libxml2', () => {
    // libxml2 takes 15 s to compile all 52,000, so that it judges by a tenth of them: bench/validate.ts has both.
    const tenth = artefactOf('tenth', { 'http://t.test/tenth.xsd': body(enumerations(numbered(count / 10))) });
    const plain = plainly(tenth);
    const looked = compileXsd([tenth]);
    for (const at of [0, 1, 2600, count / 10 - 1, count / 10, count / 10 + 1]) {
      const document = lines(at, at + 1);
      const valid = looked.validate(Buffer.from(document)).length === 0;
      expect([at, valid]).toEqual([at, plain(document)]);
    }
    expect(violations(lines(count - 2, count + 2))).toHaveLength(2);
  });

  test('a list of 150,000 codes is taken', () => {
    const longest = compileXsd([
      artefactOf('longest', { 'http://t.test/longest.xsd': body(enumerations(numbered(150_000))) }),
    ]);
    expect(longest.validate(Buffer.from(lines(149_999, 150_001)))).toHaveLength(1);
  });

  test('many values take no more time than their number', () => {
    const documents = new Map([500, 8_000].map((many) => [many, Buffer.from(`\uFEFF${lines(0, many, 5)}`, 'utf16le')]));
    // In UTF-16, which libxml2 reads: of the whole list it would take 700 microseconds for each.
    const judged = (many: number) => expect(xsd.validate(documents.get(many) ?? Buffer.alloc(0))).toEqual([]);
    expect(growth(500, 8_000, 5, judged)).toBeLessThan(5);
  });
});

function codeOf(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (thrown) {
    return problemsOf(thrown)[0]?.code;
  }
}
