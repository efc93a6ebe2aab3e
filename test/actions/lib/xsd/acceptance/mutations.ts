import fc from 'fast-check';

/** What a schema has an opinion on, put in somewhere. */
const pieces = [
  ...[
    ' ',
    '\n',
    '&#32;',
    '&#10;',
    '&amp;',
    '0',
    '-1',
    '1.5',
    '00',
    '1e3',
    '+1',
    '.5',
    '5.',
    'x',
    'é',
    '€',
    '😀',
    '|',
    'true',
    '',
    '  ',
  ],
  ...[
    '2023-02-29',
    '24:00:00',
    'T',
    'Z',
    '<!-- c -->',
    '<?p i?>',
    '<![CDATA[x]]>',
    ']]>',
    'http://a b',
    '%',
    ' a="b"',
    ' xml:lang="en"',
  ],
  ...[' xmlns:q="urn:q"', ' xsi:nil="true"', ' xsi:type="x"', ' xsi:schemaLocation="a b"'],
];

const attribute = /\s[\w:]+="[^"]*"/g;
const text = />[^<]*</g;
const tag = /<[A-Za-z][^<>]*>/g;
const leaf = /<([A-Za-z][\w:.-]*)(?:[^<>]*\/>|[^<>]*>[^<]*<\/\1>)/g;

type Change = readonly [kind: number, one: number, other: number, piece: string];

const change: fc.Arbitrary<Change> = fc.tuple(fc.nat(8), fc.nat(), fc.nat(), fc.constantFrom(...pieces));

/** Texts of documents with one to three things in them changed: most are not valid any more. */
export const mutationsOf = (documents: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...documents), fc.array(change, { minLength: 1, maxLength: 3 }))
    .map(([document, changes]) => changes.reduce(changed, document));

function changed(document: string, [kind, one, other, piece]: Change): string {
  const pick = (expression: RegExp, number: number): readonly [at: number, found: string] => {
    const all = [...document.matchAll(expression)];
    const found = all[number % Math.max(1, all.length)];
    return [found?.index ?? 0, found?.[0] ?? ''];
  };
  const put = (at: number, cut: number, put: string) => document.slice(0, at) + put + document.slice(at + cut);
  const [attributeAt, attributeFound] = pick(attribute, one);
  const [textAt, textFound] = pick(text, one);
  const [tagAt, tagFound] = pick(tag, one);
  const [leafAt, leafFound] = pick(leaf, one);
  switch (kind) {
    case 0:
      return put(attributeAt, attributeFound.length, '');
    case 1:
      return put(attributeAt + attributeFound.length - 1 - (other % 3), other % 2, piece);
    case 2:
      return put(
        attributeAt,
        attributeFound.length,
        attributeFound.replace(/".*/s, () => pick(/"[^"]*"/g, other)[1]),
      );
    case 3:
      return put(textAt + 1, other % 2, piece);
    case 4:
      return put(textAt, textFound.length, pick(text, other)[1]);
    case 5:
      return put(leafAt, leafFound.length, other % 3 === 0 ? '' : pick(leaf, other)[1]);
    case 6:
      return put(leafAt, 0, pick(leaf, other)[1]);
    case 7:
      return put(tagAt + tagFound.length - (tagFound.endsWith('/>') ? 2 : 1), 0, piece);
    default:
      return put(one % document.length, other % 3, piece);
  }
}
