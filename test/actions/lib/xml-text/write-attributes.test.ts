import { describe, expect, it } from 'vitest';
import {
  type AttributePatch,
  addAttribute,
  readXmlText,
  setAttribute,
  type TextElement,
  tellXmlText,
  walkXmlText,
  writeAttributes,
  type XmlVisitor,
} from '../../../../actions/lib/xml-text/index.ts';

/** All that a document says, in the order in which its elements end. */
function saidIn(tell: typeof walkXmlText | typeof tellXmlText, bytes: Uint8Array): readonly unknown[] {
  const said: unknown[] = [];
  const visitorOf = (text: string): XmlVisitor => ({
    open: ({ name }) => said.push(name),
    close: (element) => {
      const { name, local, namespace, scope, attributes, asides } = element;
      const values = attributes.map((each) => [each.name, text.slice(each.start, each.end)]);
      for (const [written] of values) expect(element.attribute(written ?? '')).toBeDefined();
      said.push({ name, local, namespace, scope, values, asides: asides?.map(({ kind }) => kind) });
    },
    characters: ({ start, end, cdata }) => said.push({ cdata, text: text.slice(start, end) }),
  });
  tell(bytes, visitorOf);
  return said;
}

/** Sets an attribute where it stands, else adds it. */
function patch(element: TextElement, name: string, value: string): AttributePatch {
  const attribute = element.attribute(name);
  return attribute === undefined ? addAttribute(element, name, value) : setAttribute(element, attribute, value);
}

const childOf = (element: TextElement, index: number): TextElement => {
  const child = element.children.filter((each) => 'name' in each)[index];
  if (child === undefined) throw new Error('The test expects a child');
  return child;
};

const root = (element: TextElement): TextElement => element;
const first = (element: TextElement): TextElement => childOf(element, 0);
const second = (element: TextElement): TextElement => childOf(element, 1);
type Change = readonly [where: (root: TextElement) => TextElement, name: string, value: string];

const mixed =
  '<?xml version="1.0"?><!-- before --><a xmlns:x="urn:x" b="" c=\'1\' ><x:d e="ñ" x:e=""/>t&amp;<!-- in --><f\n g="€"\n/><?p i?><![CDATA[<]]></a><!-- after -->';

describe('Attributes that are written into a document that was read', () => {
  it.each<[string, string, readonly Change[]]>([
    ['one is set', mixed, [[root, 'c', 'longer than it was']]],
    ['an empty one is set', mixed, [[root, 'b', 'x']]],
    ['one becomes empty', mixed, [[root, 'c', '']]],
    [
      'several are set, the last first',
      mixed,
      [
        [second, 'g', '1'],
        [root, 'c', '22'],
        [root, 'b', '333'],
      ],
    ],
    ['what is escaped', mixed, [[root, 'b', '<"\'&\t\n\r>']]],
    ['one is added', mixed, [[root, 'h', 'x']]],
    [
      'several are added to one',
      mixed,
      [
        [root, 'h', 'x'],
        [root, 'i', ''],
        [root, 'j', 'yy'],
      ],
    ],
    [
      'set and added',
      mixed,
      [
        [first, 'h', 'x'],
        [root, 'c', 'ñ€'],
        [second, 'h', 'y'],
        [first, 'e', ''],
        [root, 'k', '&'],
      ],
    ],
    [
      'to an element without any',
      '<a><b/></a>',
      [
        [root, 'h', 'x'],
        [first, 'i', 'y'],
      ],
    ],
    ['to the only element', '<a/>', [[root, 'never-met-before', 'x']]],
  ])('%s: all else says what it said, and nobody reads it again', (_, xml, changes) => {
    const read = readXmlText(Buffer.from(xml));
    const bytes = writeAttributes(
      read,
      changes.map(([where, name, value]) => patch(where(read.root), name, value)),
    );
    const copy = Uint8Array.from(bytes);
    for (const [where, name, value] of changes) {
      const { root, text } = readXmlText(copy);
      const { start, end } = where(root).attribute(name) ?? { start: 0, end: 0 };
      expect(text.slice(start, end)).toBe(patch(where(root), name, value).text.replace(/^ .*="|"$/g, ''));
    }
    bytes.fill(0);
    const said = saidIn(tellXmlText, copy);
    expect(saidIn(tellXmlText, bytes)).toEqual(said);
    expect(saidIn(tellXmlText, bytes)).toEqual(said);
  });

  it.each<[string, readonly Change[]]>([
    ['a character that XML cannot hold', [[root, 'b', '\u0001']]],
    [
      'the same attribute twice',
      [
        [root, 'h', 'x'],
        [root, 'h', 'y'],
      ],
    ],
    ['a prefix that nobody declares', [[root, 'y:h', 'x']]],
    ['another namespace for a prefix in use', [[root, 'xmlns:x', '']]],
  ])('%s is found by the next who reads', (_, changes) => {
    const read = readXmlText(Buffer.from(mixed));
    const bytes = writeAttributes(
      read,
      changes.map(([where, name, value]) => patch(where(read.root), name, value)),
    );
    expect(() => saidIn(tellXmlText, bytes)).toThrow(expect.objectContaining({ code: 'XML_MALFORMED' }));
  });

  it('keep the encoding that the document declares', () => {
    const read = readXmlText(Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a b="é"/>', 'latin1'));
    const bytes = writeAttributes(read, [patch(read.root, 'c', 'é€')]);
    expect(Buffer.from(bytes).toString('latin1')).toContain('<a b="é" c="é&#8364;"/>');
    expect(saidIn(tellXmlText, bytes)).toEqual(saidIn(walkXmlText, bytes));
  });
});
