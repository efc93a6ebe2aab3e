import { XmlDocument, type XmlElement } from 'libxml2-wasm';
import { bytesOf, filesBelow } from '../../../scripts/suites/artefacts.ts';

/** A value in a document: where it stands, and a text that stands nowhere else. */
export interface Planted {
  readonly path: string;
  readonly value: string;
}

interface Type {
  readonly definition: XmlElement;
  readonly prefix: string;
}

const xs = { xs: 'http://www.w3.org/2001/XMLSchema' };
const standard = 'urn:un:unece:uncefact:data:standard:';
const prefixes: Readonly<Record<string, string>> = {
  [`${standard}CrossIndustryInvoice:100`]: 'rsm',
  [`${standard}ReusableAggregateBusinessInformationEntity:100`]: 'ram',
  [`${standard}QualifiedDataType:100`]: 'qdt',
  [`${standard}UnqualifiedDataType:100`]: 'udt',
};

/**
 * A Cross Industry Invoice with every element and attribute that the schemas of a folder below `eu/` have, once each, and what was
 * planted in it. Schemas without recursion, whose complex types are sequences, choices and extensions.
 */
export function everyElement(folder: string): { readonly document: Uint8Array; readonly planted: readonly Planted[] } {
  const schemas = filesBelow(`eu/${folder}`, /\.xsd$/).map((path) => XmlDocument.fromBuffer(bytesOf(path)));
  try {
    const types = new Map(schemas.flatMap(typesOf));
    const planted: Planted[] = [];
    const content = contentOf(types, 'rsm:CrossIndustryInvoiceType', '/rsm:CrossIndustryInvoice', planted);
    const namespaces = Object.entries(prefixes).map(([uri, prefix]) => `xmlns:${prefix}="${uri}"`);
    const text = `<rsm:CrossIndustryInvoice ${namespaces.join(' ')}>${content}</rsm:CrossIndustryInvoice>`;
    return { document: Buffer.from(text), planted };
  } finally {
    for (const each of schemas) each.dispose();
  }
}

function typesOf({ root }: XmlDocument): [string, Type][] {
  const prefix = prefixes[root.attr('targetNamespace')?.value ?? ''] ?? '';
  return elements(root, 'xs:complexType').map((definition) => [
    `${prefix}:${attribute(definition, 'name')}`,
    { definition, prefix },
  ]);
}

type Types = ReadonlyMap<string, Type>;

function contentOf(types: Types, name: string, path: string, planted: Planted[]): string {
  const type = types.get(name);
  return type === undefined ? plant(path, name, planted) : contentOfType(types, type, path, planted);
}

function contentOfType(types: Types, { definition, prefix }: Type, path: string, planted: Planted[]): string {
  const [extension] = elements(definition, 'xs:simpleContent/xs:extension');
  if (extension !== undefined) return plant(path, attribute(extension, 'base'), planted);
  return elements(definition, 'xs:sequence//xs:element | xs:choice//xs:element')
    .map((each) => {
      const name = `${prefix}:${attribute(each, 'name')}`;
      const at = `${path}/${name}`;
      const [own] = elements(each, 'xs:complexType');
      const type = own === undefined ? types.get(attribute(each, 'type')) : { definition: own, prefix };
      const attributes = type === undefined ? '' : attributesOf(type, at, planted);
      const content =
        type === undefined ? plant(at, attribute(each, 'type'), planted) : contentOfType(types, type, at, planted);
      return `<${name}${attributes}>${content}</${name}>`;
    })
    .join('');
}

const attributesOf = ({ definition }: Type, path: string, planted: Planted[]): string =>
  elements(definition, 'xs:simpleContent/xs:extension/xs:attribute')
    .map((each) => attribute(each, 'name'))
    .map((name) => ` ${name}="${name === 'format' ? '102' : plant(`${path}/@${name}`, 'xs:token', planted)}"`)
    .join('');

function plant(path: string, type: string, planted: Planted[]): string {
  const number = planted.length + 1;
  const day = new Date(Date.UTC(2026, 0, number)).toISOString().slice(0, 10);
  const value = /Date(Time)?String$/.test(path)
    ? day.replaceAll('-', '')
    : type === 'xs:decimal'
      ? `${10_000 + number}.25`
      : type === 'xs:boolean'
        ? 'true'
        : type === 'xs:base64Binary'
          ? Buffer.from(`file ${number}.`).toString('base64')
          : `text ${number}.`;
  planted.push({ path, value });
  return value;
}

const elements = (from: XmlElement, path: string): XmlElement[] => from.find(path, xs) as XmlElement[];
const attribute = (element: XmlElement, name: string): string => element.attr(name)?.value ?? '';
