import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element as the sandbox sees it: resolved namespace, attributes by their written names, children in order. */
export interface XmlElement {
  readonly namespace: string;
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** The text is not XML, or not the XML that a SOAP request or a CFDI may be. */
export class NotXml extends Error {}

const ATTRIBUTES = ':@';
const TEXT = '#text';
const CDATA = '#cdata';

/** Anything but XML 1.0's Char (2.2); a lone surrogate too. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: CDATA,
  ignorePiTags: true,
  ignoreDeclaration: true,
});

/**
 * Reads XML by fast-xml-parser: another parser than the product's.
 *
 * @throws NotXml for malformed text, a DOCTYPE, an undeclared prefix or an unknown entity
 */
export function readXml(text: string): XmlElement {
  // SOAP 1.1, section 3: "A SOAP message MUST NOT contain a Document Type Declaration."
  if (text.includes('<!DOCTYPE')) throw new NotXml('A DOCTYPE is not allowed');
  if (FORBIDDEN.test(text)) throw new NotXml('A character that XML cannot hold');
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) throw new NotXml(`${verdict.err.msg} (${verdict.err.line}:${verdict.err.col})`);
  const roots = entriesOf(parser.parse(text)).filter(isElement);
  const [root] = roots;
  if (!root || roots.length > 1) throw new NotXml('There must be one root element');
  return elementOf(root, new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]));
}

/** Children of a name in their parent's namespace. */
export const childrenOf = (parent: XmlElement | undefined, name: string): readonly XmlElement[] =>
  parent?.children.filter((child) => child.name === name && child.namespace === parent.namespace) ?? [];

export const childOf = (parent: XmlElement | undefined, name: string): XmlElement | undefined =>
  childrenOf(parent, name)[0];

/** Descendants of a name in the element's namespace, in document order. */
export const descendantsOf = (element: XmlElement, name: string): readonly XmlElement[] =>
  element.children.flatMap((child) => [
    ...(child.name === name && child.namespace === element.namespace ? [child] : []),
    ...descendantsOf(child, name),
  ]);

type Entry = Readonly<Record<string, unknown>>;
type Prefixes = ReadonlyMap<string, string>;

const isEntry = (value: unknown): value is Entry => typeof value === 'object' && value !== null;

const entriesOf = (value: unknown): Entry[] => (Array.isArray(value) ? value.filter(isEntry) : []);

const tagOf = (entry: Entry): string => Object.keys(entry).find((key) => key !== ATTRIBUTES) ?? '';

const isElement = (entry: Entry): boolean => !tagOf(entry).startsWith('#');

function elementOf(entry: Entry, outer: Prefixes): XmlElement {
  const tag = tagOf(entry);
  const attributes = attributesOf(entry[ATTRIBUTES]);
  const prefixes = declared(attributes, outer);
  const entries = entriesOf(entry[tag]);
  const colon = tag.indexOf(':');
  const prefix = colon < 0 ? '' : tag.slice(0, colon);
  const namespace = prefixes.get(prefix) ?? '';
  if (prefix && !namespace) throw new NotXml(`The prefix ${prefix} is not declared`);
  return {
    namespace,
    name: tag.slice(colon + 1),
    attributes,
    children: entries.filter(isElement).map((child) => elementOf(child, prefixes)),
    text: entries.map(textOf).join(''),
  };
}

function attributesOf(written: unknown): Map<string, string> {
  const entries = isEntry(written) ? Object.entries(written) : [];
  return new Map(entries.map(([name, value]) => [name, decoded(String(value))]));
}

function declared(attributes: ReadonlyMap<string, string>, outer: Prefixes): Prefixes {
  const own = [...attributes].filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'));
  if (own.length === 0) return outer;
  return new Map([...outer, ...own.map(([name, uri]) => [name.slice('xmlns:'.length), uri] as const)]);
}

function textOf(entry: Entry): string {
  if (TEXT in entry) return decoded(String(entry[TEXT]));
  return CDATA in entry
    ? entriesOf(entry[CDATA])
        .map((part) => String(part[TEXT]))
        .join('')
    : '';
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** XML 1.0, 4.6 and 4.1: the five predefined entities and character references; nothing else can be declared here. */
export function decoded(written: string): string {
  if (!written.includes('&')) return written;
  return written.replace(/&(#x[0-9a-fA-F]+|#[0-9]+|\w*);?/g, (whole, reference: string) => {
    if (!whole.endsWith(';')) throw new NotXml(`"${whole}" is not a reference`);
    if (!reference.startsWith('#')) {
      const character = NAMED[reference];
      if (character === undefined) throw new NotXml(`The entity ${whole} is not declared`);
      return character;
    }
    const code = reference[1] === 'x' ? Number.parseInt(reference.slice(2), 16) : Number(reference.slice(1));
    const character = code > 0x10ffff ? '' : String.fromCodePoint(code);
    if (character === '' || FORBIDDEN.test(character)) throw new NotXml(`${whole} is no character of XML`);
    return character;
  });
}
