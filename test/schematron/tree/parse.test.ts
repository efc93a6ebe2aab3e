import { describe, expect, it } from 'vitest';
import { SchematronProblem } from '../../../schematron/problem.ts';
import {
  kinds,
  leafValue,
  lexicalName,
  nameOf,
  nodePlace,
  parseDocument,
  stringValue,
  type Tree,
  Vocabulary,
} from '../../../schematron/tree/index.ts';
import { growth } from '../../growth.ts';

const codeOf = (document: string | Uint8Array, limits = {}): string => {
  try {
    parseDocument(document, { limits });
    return 'read';
  } catch (error) {
    if (error instanceof SchematronProblem) return error.code;
    throw error;
  }
};

/** The tree written out: element names with attributes, text in quotes, comments and instructions as they look. */
function shown(tree: Tree, node = 0): string {
  const children: string[] = [];
  for (let n = node + 1 + (tree.attributes[node] ?? 0); n < (tree.end[node] ?? 0); n = tree.end[n] ?? 0) {
    expect(tree.parent[n]).toBe(node);
    children.push(shown(tree, n));
  }
  const { uri, local } = nameOf(tree, node);
  switch (tree.kind[node]) {
    case kinds.text:
      return JSON.stringify(leafValue(tree, node));
    case kinds.comment:
      return `<!--${leafValue(tree, node)}-->`;
    case kinds.instruction:
      return `<?${local} ${leafValue(tree, node)}?>`;
    case kinds.document:
      return children.join(' ');
    default: {
      const attributes: string[] = [];
      for (let a = node + 1; a <= node + (tree.attributes[node] ?? 0); a++) {
        const name = nameOf(tree, a);
        attributes.push(
          `@${name.uri === '' ? '' : `{${name.uri}}`}${name.local}=${JSON.stringify(leafValue(tree, a))}`,
        );
      }
      return `${uri === '' ? '' : `{${uri}}`}${local}(${[...attributes, ...children].join(' ')})`;
    }
  }
}

describe('a document is read into a tree', () => {
  it.each([
    ['an empty element', '<a/>', 'a()'],
    ['text and elements', '<a>x<b>y</b> </a>', 'a("x" b("y") " ")'],
    ['references', '<a>&lt;&amp;&#65;&#x1F600;&gt;&quot;&apos;</a>', 'a("<&A😀>\\"\'")'],
    ['CDATA beside text is one text', '<a>x<![CDATA[<y>&amp;]]>z<![CDATA[]]></a>', 'a("x<y>&amp;z")'],
    ['empty CDATA is nothing', '<a><![CDATA[]]></a>', 'a()'],
    ['a reference after CDATA with one in it', '<a><![CDATA[&]]><b/>&lt;</a>', 'a("&" b() "<")'],
    ['a comment parts two texts', '<a>x<!-- c -->y</a>', 'a("x" <!-- c --> "y")'],
    ['instructions', '<?p q?><a><?t  u v ?></a><!--e-->', '<?p q?> a(<?t u v ?>) <!--e-->'],
    ['carriage returns', '<a b="1\r\n2\r3">x\r\ny\rz<!--\r\n--></a>', 'a(@b="1 2 3" "x\\ny\\nz" <!--\n-->)'],
    ['white space in attributes', '<a b="1\n2\t3&#10;4"/>', 'a(@b="1 2 3\\n4")'],
    ['a default namespace', '<a xmlns="u"><b c="1"/><d xmlns=""/></a>', '{u}a({u}b(@c="1") d())'],
    [
      'prefixes',
      '<p:a xmlns:p="u" p:b="1" b="2"><p:c xmlns:p="v"/><p:d/></p:a>',
      '{u}a(@{u}b="1" @b="2" {v}c() {u}d())',
    ],
    ['the prefix xml', '<a xml:lang="de"/>', 'a(@{http://www.w3.org/XML/1998/namespace}lang="de")'],
    ['a prefix declared behind its use', '<a p:b="1" xmlns:p="u"/>', 'a(@{u}b="1")'],
    ['names beyond ASCII', '<größe é="1"><ñ/></größe>', 'größe(@é="1" ñ())'],
    ['white space in tags', '<a\n b = "1"\t></a\n>', 'a(@b="1")'],
    ['other quotes', `<a b='"' c="'"/>`, `a(@b="\\"" @c="'")`],
  ])('%s', (_, document, expected) => {
    const tree = parseDocument(document);
    expect(shown(tree)).toBe(expected);
    expect(shown(parseDocument(Buffer.from(document)))).toBe(expected);
  });

  it('numbers nodes in document order, with ranges', () => {
    const tree = parseDocument('<a b="1" c="2"><d>x</d><e/></a>');
    expect([...tree.kind.slice(0, tree.size)]).toEqual([0, 1, 2, 2, 1, 3, 1]);
    expect([...tree.end.slice(0, tree.size)]).toEqual([7, 7, 3, 4, 6, 6, 7]);
    expect([...tree.parent.slice(0, tree.size)]).toEqual([-1, 0, 1, 1, 1, 4, 1]);
  });

  it('links the elements of names and paths that a rule set asked for', () => {
    const vocabulary = new Vocabulary();
    const a = vocabulary.addName('', 'a');
    const b = vocabulary.addName('', 'b');
    const ab = vocabulary.addPath(vocabulary.addPath(1, a), b);
    const tree = parseDocument('<a><b/><c><b/></c><b b="1"/></a>', { vocabulary });
    const chain = (first: number | undefined, next: Int32Array) => {
      const found: number[] = [];
      for (let n = first ?? -1; n !== -1; n = next[n] ?? -1) found.push(n);
      return found;
    };
    expect(chain(tree.firstOfName[b], tree.nextOfName)).toEqual([2, 4, 5]);
    expect(chain(tree.firstOfPath[ab], tree.nextOfPath)).toEqual([2, 5]);
    expect(vocabulary.pathNames(ab).map(({ local }) => local)).toEqual(['a', 'b']);
    expect(vocabulary.names).toBe(3);
  });

  it('knows what a name means though another document, or a part of it, meant another thing by it', () => {
    const read = (document: string) => shown(parseDocument(document));
    expect(read('<p:a xmlns:p="u"><p:b/></p:a>')).toBe('{u}a({u}b())');
    expect(read('<p:a xmlns:p="v"><p:b xmlns:p="w"/><p:b/></p:a>')).toBe('{v}a({w}b() {v}b())');
  });

  it('gives string values, names as written and places', () => {
    const tree = parseDocument('<a>\r\n <p:b xmlns:p="u"\n  c="1">x<d>y</d>&amp;</p:b></a>');
    const [b, c] = [3, 4];
    expect([stringValue(tree, b), lexicalName(tree, b), lexicalName(tree, c)]).toEqual(['xy&', 'p:b', 'c']);
    expect([nodePlace(tree, b), nodePlace(tree, c)]).toEqual([
      { line: 2, column: 2 },
      { line: 3, column: 3 },
    ]);
  });

  it('grows with documents of many nodes', () => {
    const tree = parseDocument(`<a>${'<b/>'.repeat(10_000)}</a>`);
    expect([tree.size, tree.end[1], tree.parent[10_001]]).toEqual([10_002, 10_002, 1]);
  });
});

describe('what is not well-formed is refused', () => {
  it.each([
    '',
    'x',
    '<a>',
    '<a',
    '<a b="1',
    '<a></b>',
    '<a/><b/>',
    '<a/>x',
    ' <?xml version="1.0"?><a/>',
    '<?xml version="2.0"?><a/>',
    '<?xml encoding="UTF-8"?><a/>',
    '<a b=1/>',
    '<a b/>',
    '<a b="1"c="2"/>',
    '<a b="<"/>',
    '<a b="1" b="2"/>',
    '<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>',
    '<a xmlns:p="u" xmlns:p="v"/>',
    `<a ${Array.from({ length: 20 }, (_, n) => `b${n}="1"`).join(' ')} b7="2"/>`,
    '<p:a/>',
    '<a p:b="1"/>',
    '<a xmlns:p=""/>',
    '<a xmlns:xml="u"/>',
    '<a xmlns:p="http://www.w3.org/XML/1998/namespace"/>',
    '<a xmlns:xmlns="u"/>',
    '<xmlns:a/>',
    '<:a/>',
    '<a:/>',
    '<a:b:c xmlns:a="u"/>',
    '<1a/>',
    '<a 1="x"/>',
    '< a/>',
    '<a>]]></a>',
    '<a>&</a>',
    '<a>&nbsp;</a>',
    '<a>&#0;</a>',
    '<a>&#xD800;</a>',
    '<a>&#xFFFFFFFFF;</a>',
    '<a>&lt</a>',
    '<a>\u0001</a>',
    '<a>\ufffe</a>',
    '<a>\ud800</a>',
    '<a><!-- -- --></a>',
    '<a><!-- ---></a>',
    '<a><!-- </a>',
    '<a><![CDATA[</a>',
    '<a><![cdata[]]></a>',
    '<a><?xml version="1.0"?></a>',
    '<a><?XML x?></a>',
    '<a><?p:q x?></a>',
    '<a><?p</a>',
    '<a><!ELEMENT b ANY></a>',
    '<a / >',
    '<a></a',
    '</a>',
  ])('%j', (document) => {
    expect(codeOf(document)).toBe('XML_NOT_WELL_FORMED');
    expect(() => parseDocument(document)).toThrow(/^document:\d+:\d+ {2}XML_NOT_WELL_FORMED {2}\S/);
  });

  it('with its place', () => {
    expect(() => parseDocument('<a>\n  <b>\n</a>', { file: 'invoice.xml' })).toThrow(
      'invoice.xml:3:1  XML_NOT_WELL_FORMED  </b> must come here.\n  </a>\n  ^',
    );
  });
});

describe('hostile documents are refused', () => {
  it.each([
    ['a document type', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>', {}, 'XML_DOCTYPE'],
    ['one that fetches', '<!DOCTYPE a SYSTEM "http://localhost/"><a/>', {}, 'XML_DOCTYPE'],
    ['depth', '<a>'.repeat(300) + '</a>'.repeat(300), {}, 'XML_TOO_DEEP'],
    ['length', '<a>xxxxxxxxxx</a>', { bytes: 10 }, 'XML_TOO_LARGE'],
    ['nodes', '<a><b/><b/><b/></a>', { nodes: 4 }, 'XML_TOO_LARGE'],
  ])('%s', (_, document, limits, code) => expect(codeOf(document, limits)).toBe(code));

  it.each<[string, (n: number[]) => string]>([
    ['attributes', (n) => `<a ${n.map((i) => `a${i}="1"`).join(' ')}/>`],
    [
      'prefixes',
      (n) => `<a ${n.map((i) => `xmlns:p${i}="u${i}"`).join(' ')}>${n.map((i) => `<p${i}:b/>`).join('')}</a>`,
    ],
    ['names', (n) => `<a>${n.map((i) => `<n${i}/>`).join('')}</a>`],
    ['references', (n) => `<a>${n.map(() => '&#65;').join('')}</a>`],
    ['CDATA sections', (n) => `<a>${n.map(() => '<![CDATA[x]]>').join('')}</a>`],
    ['brackets', (n) => `<a>${n.map(() => ']').join('')}</a>`],
  ])('but many %s take no more time than their number', (_, document) => {
    const [few, many] = [1000, 16_000];
    const texts = new Map([few, many].map((count) => [count, document(Array.from({ length: count }, (_, i) => i))]));
    const read = (count: number) => expect(codeOf(texts.get(count) ?? '')).toBe('read');
    expect(growth(few, many, 5, read)).toBeLessThan(5);
  });
});

describe('encodings', () => {
  const text = '<a>é€</a>';
  const declared = (encoding: string, content = 'é') => `<?xml version="1.0" encoding="${encoding}"?><a>${content}</a>`;
  const utf16be = (content: string) => Buffer.from(content, 'utf16le').swap16();

  it.each([
    ['UTF-8', Buffer.from(text), 'é€'],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${declared('utf-8')}`), 'é'],
    ['UTF-16, little end first', Buffer.from(`\ufeff${text}`, 'utf16le'), 'é€'],
    ['UTF-16, big end first', utf16be(`\ufeff${text}`), 'é€'],
    ['UTF-16 without mark', utf16be(declared('UTF-16')), 'é'],
    ['ISO-8859-1', Buffer.from(declared('ISO-8859-1'), 'latin1'), 'é'],
    ['ISO-8859-15', Buffer.from(declared('ISO-8859-15', '\xa4'), 'latin1'), '€'],
    ['windows-1252', Buffer.from(declared('windows-1252', '\x80'), 'latin1'), '€'],
    ['US-ASCII', Buffer.from(declared('US-ASCII', 'e')), 'e'],
  ])('%s is read', (_, bytes, value) => expect(stringValue(parseDocument(bytes), 0)).toBe(value));

  it.each<readonly [string, Buffer, string]>([
    ['bytes that are no UTF-8', Buffer.from([0x3c, 0x61, 0x3e, 0xe9, 0x3c, 0x2f, 0x61, 0x3e]), 'XML_ENCODING'],
    ['an encoding that is not known', Buffer.from(declared('EBCDIC-INT')), 'XML_ENCODING'],
    ['bytes beyond US-ASCII', Buffer.from(declared('US-ASCII')), 'XML_ENCODING'],
    ['a mark that says otherwise', Buffer.from(`\ufeff${declared('ISO-8859-1')}`), 'XML_ENCODING'],
    ['bytes that are said to be UTF-16', Buffer.from(declared('UTF-16')), 'XML_ENCODING'],
    ['half a character', Buffer.concat([Buffer.from(`\ufeff${text}`, 'utf16le'), Buffer.from([1])]), 'XML_ENCODING'],
    ...[0, 1, 2, 3, 4, 5, 6, 7].map(
      (shift) =>
        [
          `a control character at ${shift}`,
          Buffer.from(`<a>${' '.repeat(shift)}\x01</a>`),
          'XML_NOT_WELL_FORMED',
        ] as const,
    ),
    ['U+FFFF', Buffer.from('<a>é\uffff</a>'), 'XML_NOT_WELL_FORMED'],
  ])('%s are refused', (_, bytes, code) => expect(codeOf(bytes)).toBe(code));
});
