import { describe, expect, test } from 'vitest';
import { prepareMapping } from '../../../actions/lib/mapping/index.ts';
import { validateAction } from '../../../actions/validate/index.ts';
import { originsOf } from '../../../actions/validate/origins.ts';
import { problemsOf } from '../../../engine/errors.ts';
import { artefactOf } from '../lib/xsd/schemas.ts';
import { contextOf, loadingOf } from '../loading.ts';

const mapping = `mapping: invoice
writes: xml
namespaces: { i: urn:i }
codes:
  category: { standard: S, exempt: E }
document:
  i:Invoice:
    i:Number: =invoice.number
    i:Seller:
      i:Address: { i:City: =invoice.seller.address.city, i:Street: =invoice.seller.address.street, i:Country: { i:Code: =invoice.seller.address.country } }
    i:Order: { i:Reference: =invoice.order }
    i:Payee: { "@scheme": =invoice.payee.scheme, i:Id: =invoice.payee.id }
    i:Fixed: constant
    i:Line:
      $for: line in invoice.lines
      "@currency": =invoice.currency
      i:Quantity: =line.quantity
      i:Twice: '=line.quantity + "0"'
      i:Exempt: { $for: 'each in =[line].filter(l, l.vatCategory == "exempt")', i:Quantity: =each.quantity }
      i:Tax: { i:Category: { $codes: category, $value: =line.vatCategory }, i:Rate: =line.vatRate }
`;
const invoice = {
  number: 'F-1',
  seller: { address: { country: 'ES' } },
  order: 'O-1',
  payee: { scheme: 'S' },
  currency: 'EUR',
  lines: [
    { quantity: '1', vatCategory: 'standard', vatRate: '21' },
    { quantity: '2', vatCategory: 'exempt' },
  ],
};
const files = { 'm.yaml': mapping };
const text = { type: 'string' };
const line = { type: 'object', properties: { quantity: text, vatCategory: text, vatRate: text } };
const objectOf = (properties: Record<string, object>) => ({ type: 'object', properties });
const seller = objectOf({ address: objectOf({ city: text, street: text, country: text }) });
const payee = objectOf({ scheme: text, id: text });
const scope = {
  invoice: {
    type: 'object',
    properties: { number: text, seller, order: text, payee, currency: text, lines: { type: 'array', items: line } },
  },
};

describe('where in the business data a place of a document came from', () => {
  const { loading, at, problems } = loadingOf('{}', { files, scope });
  const marked = prepareMapping('m.yaml', loading, at)?.marked?.({ invoice });
  if (!marked) throw new Error(problems.map(({ message }) => message).join());
  const originOf = originsOf(marked);

  test.each([
    ['/i:Invoice/i:Number', 'number'],
    ['/i:Invoice/i:Line[2]/i:Quantity', 'lines[1].quantity'],
    ['/i:Invoice/i:Line[2]/i:Tax/i:Category', 'lines[1].vatCategory'],
    ['/i:Invoice/i:Line[1]/@currency', 'currency'],
    ['/i:Invoice/i:Line[2]/i:Twice', 'lines[1]'],
    ['/i:Invoice/i:Line[2]/i:Exempt/i:Quantity', 'lines[1].quantity'],
    ['/i:Invoice/i:Line[2]', 'lines[1]'],
    ['/i:Invoice/i:Line[2]/i:Tax', 'lines[1]'],
    ['/i:Invoice/i:Line[2]/i:Tax/i:Rate', 'lines[1]'],
    ['/i:Invoice/i:Line[1]/i:Tax/i:Rate', 'lines[0].vatRate'],
    ['/i:Invoice/i:Seller/i:Address', 'seller.address'],
    ['/i:Invoice/i:Seller/i:Address/i:City', 'seller.address'],
    ['/i:Invoice/i:Seller/i:Address/i:Country', 'seller.address.country'],
    ['/i:Invoice/i:Order', 'order'],
    ['/i:Invoice/i:Payee', 'payee'],
    ['/i:Invoice/i:Payee/@scheme', 'payee.scheme'],
    ['/i:Invoice', undefined],
    ['/', undefined],
  ])('%s', (path, expected) => expect(originOf(path)).toBe(expected));

  test('what the document should have is not told by its only line', () => {
    const alone = prepareMapping('m.yaml', loading, at)?.marked?.({
      invoice: { ...invoice, lines: [invoice.lines[0]] },
    });
    const originOfOne = originsOf(alone ?? marked);
    expect(originOfOne('/i:Invoice')).toBeUndefined();
    expect(originOfOne('/i:Invoice/i:Line/i:Tax')).toBe('lines[0]');
  });
});

const rules = `<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><ns prefix="i" uri="urn:i"/>
<pattern><rule context="i:Category"><assert id="C" test=". = 'S'" flag="fatal">not standard</assert></rule></pattern></schema>`;

const xsd = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:i" targetNamespace="urn:i" elementFormDefault="qualified">
<xs:element name="Invoice"><xs:complexType><xs:sequence><xs:element name="Number"/><xs:element name="Seller"/><xs:element name="Order"/><xs:element name="Payee"/><xs:element name="Fixed"/><xs:element name="Line" maxOccurs="9"><xs:complexType><xs:sequence>
<xs:element name="Quantity" type="xs:integer"/><xs:element name="Twice"/><xs:element name="Exempt" minOccurs="0"/><xs:element name="Tax"><xs:complexType><xs:sequence>
<xs:element name="Category"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="S"/></xs:restriction></xs:simpleType></xs:element>
<xs:element name="Rate" type="xs:decimal"/></xs:sequence></xs:complexType></xs:element></xs:sequence><xs:attribute name="currency" type="xs:integer"/></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element>
</xs:schema>`;

test.each(['i:', ''])('what XML Schema finds is told by the business data, under the prefix "%s"', async (prefix) => {
  const plain = mapping.replace('{ i: urn:i }', '{ "": urn:i }').replaceAll(' i:', ' ');
  const own = { 'm.yaml': prefix === '' ? plain : mapping };
  const { loading, at } = loadingOf('{}', { files: own, scope, artefacts: [{ name: 'i.xsd', files: [] }] });
  const prepared = validateAction.prepare({ xsd: 'i.xsd', mapping: 'm.yaml' }, loading, at);
  const document = prepareMapping('m.yaml', loading, at)?.text({ invoice }) ?? '';
  if (!prepared) throw new Error('the step is wrong');
  const context = contextOf({
    in: { document: { mediaType: 'application/xml', content: document } },
    artefacts: { 'i.xsd': artefactOf('i.xsd', { 'http://t.test/i.xsd': xsd }) },
    variables: { invoice },
  });
  const problems = await Promise.resolve(validateAction.run(context, prepared)).then(() => [], problemsOf);
  expect(problems.map(({ code, path }) => [code, path])).toEqual([
    ['XSD_INVALID', 'currency'],
    ['XSD_INVALID', 'currency'],
    ['XSD_INVALID', 'lines[1].vatCategory'],
    ['XSD_INVALID', 'lines[1]'],
  ]);
  expect(problems[2]?.message).toContain(`/${prefix}Invoice/${prefix}Line[2]/${prefix}Tax`);
});

test('what Schematron finds is told by the business data', async () => {
  const sch = artefactOf('r.sch', { 'http://t.test/r.sch': rules });
  const { loading, at } = loadingOf('{}', { files, scope, artefacts: [{ name: 'r.sch', files: [] }] });
  const prepared = validateAction.prepare({ schematron: 'r.sch', mapping: 'm.yaml' }, loading, at);
  const document = prepareMapping('m.yaml', loading, at)?.text({ invoice }) ?? '';
  if (!prepared) throw new Error('the step is wrong');
  const context = contextOf({
    in: { document: { mediaType: 'application/xml', content: document } },
    artefacts: { 'r.sch': sch },
    variables: { invoice },
  });
  const problems = await Promise.resolve(validateAction.run(context, prepared)).then(() => [], problemsOf);
  expect(problems.map(({ code, path, message }) => [code, path, message])).toEqual([
    ['SCHEMATRON_FAILED', 'lines[1].vatCategory', 'line 2, /i:Invoice/i:Line[2]/i:Tax/i:Category: [C] not standard'],
  ]);
});
