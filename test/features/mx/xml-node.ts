import { XMLParser } from 'fast-xml-parser';

/** An element of a document, by local names. */
export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly all: readonly XmlNode[];
  child(name: string): XmlNode | undefined;
  children(name: string): readonly XmlNode[];
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  parseAttributeValue: false,
  parseTagValue: false,
  removeNSPrefix: true,
  attributeNamePrefix: '',
});

/** The document element. Read with another parser than the product's. */
export function readXmlNode(text: string): XmlNode {
  const root = toNodes(parser.parse(text)).find(({ name }) => !name.startsWith('?'));
  if (root === undefined) throw new Error('No document element');
  return root;
}

function toNodes(parsed: unknown): XmlNode[] {
  if (!Array.isArray(parsed)) return [];
  return parsed.flatMap((each: Record<string, unknown>) => {
    const name = Object.keys(each).find((key) => key !== ':@' && key !== '#text');
    return name === undefined ? [] : [toNode(name, each[':@'] ?? {}, toNodes(each[name]))];
  });
}

function toNode(name: string, attributes: unknown, all: readonly XmlNode[]): XmlNode {
  return {
    name,
    attributes: attributes as Record<string, string>,
    all,
    child: (wanted) => all.find((each) => each.name === wanted),
    children: (wanted) => all.filter((each) => each.name === wanted),
  };
}

export const asList = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);
