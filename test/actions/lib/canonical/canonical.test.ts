import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type CanonicalForm, canonicalText } from '../../../../actions/lib/canonical/index.ts';
import { withXml, type XmlNode } from '../../../../actions/lib/xml/index.ts';
import { readXmlText, type TextElement } from '../../../../actions/lib/xml-text/index.ts';
import { artefact } from '../../../shared.ts';

const inclusive: CanonicalForm = { exclusive: false, comments: true, inclusivePrefixes: [] };
const exclusive: CanonicalForm = { ...inclusive, exclusive: true };
const forms: [string, CanonicalForm][] = [
  ['inclusive', inclusive],
  ['inclusive without comments', { ...inclusive, comments: false }],
  ['exclusive', exclusive],
  ['exclusive without comments', { ...exclusive, comments: false }],
  ['exclusive with a list of prefixes', { ...exclusive, inclusivePrefixes: ['b', 'unused', ''] }],
];

const whole = (bytes: Uint8Array, form: CanonicalForm): string => {
  const xml = readXmlText(bytes);
  return canonicalText(xml, { element: xml.root, ancestors: [], document: true }, form);
};

/** Written to be awkward: every rule of Canonical XML 1.0, 2.3 and 2.4 that a document without DTD can meet. */
const awkward: [string, string][] = [
  ['line ends', '<?xml version="1.0"?>\r\n<a\r\n b="1\r\n2"\tc="x&#13;y">1\r2\r\n3&#xD;</a>\r\n'],
  ['around the root', '<!-- a -->\n<?p  q ?>\n\n<?r?><a/><!-- b -->\n<?s t?>\n\n'],
  ['comments and instructions', '<a>1<!-- b -->2<?c?>3<?d   e f ?><![CDATA[<&>]]>4<!----></a>'],
  ['references', `<a b='"&lt;&gt;&amp;&apos;&quot;&#9;&#10;' c="'">&lt;&gt;&amp;&apos;&quot;&#9;&#10;\t]]&gt;</a>`],
  ['order of attributes', '<a xmlns:z="u:1" xmlns:y="u:2" y:a="1" z:b="2" b="3" a="4" xml:lang="de" A="5" Ä="6"/>'],
  ['order beyond the first plane', '<a xmlns:z="u:1" \u{10000}="1" \uF900="2" z:\u{10001}="3"/>'],
  ['declarations said twice', '<a xmlns="u:1" xmlns:b="u:2"><c xmlns="u:1" xmlns:b="u:2"><b:d xmlns:b="u:3"/></c></a>'],
  ['a default namespace taken back', '<a xmlns="u:1"><b xmlns=""><c xmlns=""/><d xmlns="u:1"/></b></a>'],
  ['unused prefixes', '<a xmlns:b="u:1" xmlns:c="u:2"><c:d><b:e b:f=""><c:g/></b:e><h b:i=""/></c:d></a>'],
  ['a prefix that changes hands', '<b:a xmlns:b="u:1"><c xmlns:b="u:2"><b:d/><e xmlns:b="u:1"><b:f/></e></c></b:a>'],
  ['xml: attributes', '<a xml:lang="de" xml:space="preserve"><b xml:lang="en"><c xml:space="default"/></b></a>'],
  ['empty elements', '<a><b/><c></c><d  /></a >'],
  ['a byte order mark', '\uFEFF<a/>'],
];

describe('canonical XML is that of libxml2', () => {
  test.each(awkward)('%s', (_, text) => {
    const bytes = Buffer.from(text);
    for (const [name, form] of forms) {
      expect([name, whole(bytes, form)]).toEqual([name, withXml(bytes, (tree) => theirs(tree.canonical(form)))]);
    }
  });

  test.each(awkward)('of every element: %s', (_, text) => {
    const bytes = Buffer.from(text);
    const xml = readXmlText(bytes);
    withXml(bytes, (tree) => {
      for (const [[element, ancestors], node] of pairs(xml.root, tree.root)) {
        for (const [name, form] of forms) {
          const ours = canonicalText(xml, { element, ancestors }, form);
          expect([name, element.name, ours]).toEqual([name, element.name, theirs(tree.canonical(form, node))]);
        }
      }
    });
  });

  test('a namespace with signs in it is escaped, as the specification says and libxml2 does not', () => {
    expect(whole(Buffer.from('<a xmlns="u:1?b&amp;c"/>'), inclusive)).toBe('<a xmlns="u:1?b&amp;c"></a>');
  });

  test('an element can be left out', () => {
    const xml = readXmlText(Buffer.from('<a> <b>1</b> <c><b>2</b></c></a>'));
    const [, without] = xml.root.children;
    if (without === undefined || !('name' in without)) throw new Error('b is an element');
    expect(canonicalText(xml, { element: xml.root, ancestors: [], without }, inclusive)).toBe(
      '<a>  <c><b>2</b></c></a>',
    );
  });
});

const theirs = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

function pairs(
  element: TextElement,
  node: XmlNode,
  ancestors: TextElement[] = [],
): [[TextElement, TextElement[]], XmlNode][] {
  const inside = element.children.filter((child) => 'name' in child);
  const below = inside.flatMap((child, index) => {
    const other = node.children[index];
    return other === undefined ? [] : pairs(child, other, [...ancestors, element]);
  });
  return [[[element, ancestors], node], ...below];
}

const folders = [
  'mx/samples/satcfdi/comprobante40',
  'mx/samples/satcfdi/cancel',
  'pe/samples',
  'br/samples',
  'it/samples/sdi-messages-signed',
];
const files = folders.flatMap((folder) =>
  existsSync(artefact(folder))
    ? readdirSync(artefact(folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.xml'))
        .map((name) => `${folder}/${name}`)
    : [],
);
const missing = [
  ...(files.length === 0 ? ['the artefacts'] : []),
  ...(spawnSync('xmllint', ['--version']).status === 0 ? [] : ['xmllint']),
];
const inUtf8 = (bytes: Buffer): boolean =>
  // One sample is broken on purpose.
  !bytes.includes('<default:infNFe') &&
  !/encoding=["'](?!utf-?8)/i.test(bytes.subarray(0, 100).toString('latin1')) &&
  !bytes.includes('<!DOCTYPE');

describe.skipIf(missing.length > 0)(
  `canonical XML of official samples${missing.map((each) => `, needs ${each}`)}`,
  () => {
    const samples = files
      .map((name) => [name, readFileSync(artefact(name))] as const)
      .filter(([, bytes]) => inUtf8(bytes));
    const every = Math.max(1, Math.floor(samples.length / 40));

    test.each(samples.filter((_, index) => index % every === 0))('%s is that of xmllint', (_, bytes) => {
      const xmllint = (option: string) =>
        execFileSync('xmllint', ['--nonet', option, '-'], { input: bytes }).toString();
      expect([whole(bytes, inclusive), whole(bytes, exclusive)]).toEqual([xmllint('--c14n'), xmllint('--exc-c14n')]);
    });
  },
);
