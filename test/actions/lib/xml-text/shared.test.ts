import { describe, expect, it } from 'vitest';
import { withXml } from '../../../../actions/lib/xml/index.ts';
import {
  bytesOfText,
  bytesOfXml,
  readXmlText,
  stringValue,
  tellXmlText,
  walkXmlText,
  type XmlVisitor,
} from '../../../../actions/lib/xml-text/index.ts';

/** What is told, in words. */
function listener(): { readonly visitorOf: (text: string) => XmlVisitor; readonly told: string[] } {
  const told: string[] = [];
  const visitorOf = (text: string): XmlVisitor => ({
    open: (element) => told.push(`<${element.name} ${JSON.stringify(element.attributes)} in ${element.namespace}`),
    close: (element) => told.push(`${element.name}> ${element.start} ${element.close} ${element.end}`),
    characters: ({ start, end, cdata }) => told.push(`${text.slice(start, end)} ${cdata}`),
  });
  return { visitorOf, told };
}

const told = (tell: typeof walkXmlText | typeof tellXmlText, bytes: Uint8Array): readonly string[] => {
  const { visitorOf, told } = listener();
  tell(bytes, visitorOf);
  return told;
};

describe('A document that is read once for several', () => {
  const documents = [
    '<a/>',
    '<a b="1" c="&lt;"><d/>text<!-- no --><e f="2"><![CDATA[<]]></e><d xmlns="urn:d" g=""/></a>',
    `<a>${'<b c="ñ">é</b>'.repeat(20_000)}</a>`,
  ].map((text) => Buffer.from(text));

  it.each(documents.map((bytes) => [bytes.length, bytes] as const))(
    'of %d bytes is told as one that is read for each',
    (_, bytes) => {
      const once = told(walkXmlText, bytes);
      expect(told(tellXmlText, bytes)).toEqual(once);
      expect(told(tellXmlText, bytes)).toEqual(once);
    },
  );

  it('is found by its bytes, not by what they say', () => {
    const bytes = Array.from({ length: 20 }, (_, index) => Buffer.from(`<a b="${index % 3}"/>`));
    for (const each of [...bytes, ...bytes]) expect(told(tellXmlText, each)).toEqual(told(walkXmlText, each));
  });
});

describe('The bytes of a text', () => {
  it('are read as bytes that come from elsewhere', () => {
    for (const text of ['<a b="ñ€😀"/>', '\uFEFF<a/>', '<?xml version="1.0" encoding="ISO-8859-1"?><a b="é"/>']) {
      for (const made of [bytesOfText(text), bytesOfXml(text)]) {
        expect(Buffer.from(made).equals(Buffer.from(text))).toBe(true);
        expect(readXmlText(made)).toEqual(readXmlText(Uint8Array.from(made)));
      }
    }
  });

  it('are searched for what XML cannot hold, unless somebody did so before', () => {
    expect(() => readXmlText(bytesOfText('<a b="\u0001"/>'))).toThrow('a character that XML cannot hold');
  });
});

describe('Declarations', () => {
  it('that are written alike in another order of things stay apart', () => {
    const namespaceOf = (xml: string): string | undefined => {
      const [child] = readXmlText(Buffer.from(xml)).root.children;
      return child !== undefined && 'name' in child ? child.namespace : undefined;
    };
    expect(() => namespaceOf('<a xmlns:b="x xmlns:c=y"><c:d/></a>')).toThrow('the prefix of "c:d" is not declared');
    expect(namespaceOf('<a xmlns:b="x" xmlns:c="y"><c:d/></a>')).toBe('y');
    expect(namespaceOf('<a xmlns:b="x" xmlns:c="z"><c:d/></a>')).toBe('z');
    expect(namespaceOf('<a xmlns="x"><b xmlns=""/></a>')).toBe('');
    expect(namespaceOf('<a xmlns="y"><b/></a>')).toBe('y');
    expect(namespaceOf('<a xmlns="x"><b/></a>')).toBe('x');
  });
});

describe('A long text', () => {
  it.each([65_530, 65_531, 65_532, 65_533, 65_534, 65_535, 65_536, 65_537])(
    'with references at %d characters and everywhere has the value that libxml2 finds',
    (before) => {
      const parts = ['&lt;', 'x', '&#233;', '&amp;lt;', '&#x1F600;', 'ñ'];
      const text = 'a'.repeat(before) + parts.join('').repeat(10_000);
      const bytes = Buffer.from(`<a>${text}</a>`);
      const { text: whole, root } = readXmlText(bytes);
      expect(stringValue(whole, root) === withXml(bytes, (tree) => tree.root.text)).toBe(true);
    },
  );
});
