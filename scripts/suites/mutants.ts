import { parseDocument } from '../../schematron/index.ts';
import { kinds, leafValue, type Tree } from '../../schematron/tree/index.ts';
import { bytesOf } from './artefacts.ts';
import type { Judged } from './run-suite.ts';

/** Values that have shown differences between engines: numbers, dates, codes and blanks at their edges. */
export const values: readonly string[] = [
  ...[
    '0',
    '-0',
    '0.00',
    '-1',
    '1',
    '100',
    '1.005',
    '0.1',
    '99999999999999999999.99',
    '1E2',
    '1E+100',
    'NaN',
    'INF',
    '-INF',
    '+1',
  ],
  ...[
    '.5',
    '5.',
    '1,5',
    ' 12.30 ',
    '12.345',
    'x',
    '',
    ' ',
    '\n',
    '\u00a0',
    '0010',
    'true',
    'false',
    '380',
    '381',
    '384',
    '326',
    'S',
  ],
  ...[
    'Z',
    'E',
    'AE',
    'K',
    'G',
    'O',
    'L',
    'M',
    'EUR',
    'eur',
    'XXX',
    'DE',
    'FR',
    'IT',
    'NO',
    'SE',
    'DK',
    'GR',
    'EL',
    'ZZ',
    'VAT',
    'GST',
  ],
  ...[
    '2024-02-29',
    '2023-02-29',
    '2024-13-01',
    '2024-01-01Z',
    '2024-01-01+14:00',
    '20240101',
    '0000-01-01',
    '-0001-01-01',
    '2024-1-1',
  ],
  ...[
    'DE123456789',
    '0088',
    '9930',
    '7300010000001',
    '30',
    '58',
    '59',
    'a@b',
    'é',
    '😀',
    'C62',
    'KGM',
    'XYZ',
    '1.0000001',
    '-5.00',
  ],
];

/** Seeded: the same number gives the same documents. Each is a good document with one to three changes. */
export function mutants(documents: readonly string[], count: number, seed: number): Judged[] {
  const random = generator(seed);
  return Array.from({ length: count }, (_, index) => {
    const name = documents[random(documents.length)] ?? '';
    let text = bytesOf(name)
      .toString('utf8')
      .replace(/^\ufeff/, '');
    for (let times = random(3); times >= 0; times--) text = changed(parseDocument(text), random);
    return { name: `${name} mutant ${seed}/${index}`, bytes: Buffer.from(text) };
  });
}

export type Random = (below: number) => number;

export function generator(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** One change that leaves the document well-formed. */
function changed(tree: Tree, random: Random): string {
  const { source } = tree;
  const elements = nodesOf(tree, kinds.element).slice(1);
  const element = elements[random(elements.length)] ?? 1;
  const [from, to] = [tree.start[element] as number, tree.to[element] as number];
  const itself = source.slice(from, to);
  switch (random(8)) {
    case 0:
      return source.slice(0, from) + source.slice(to);
    case 1:
      return source.slice(0, to) + itself + source.slice(to);
    case 2:
      return swapped(tree, element);
    case 3:
      return attributeChanged(tree, random);
    default:
      return textChanged(tree, random);
  }
}

/** An element and the next one beside it change places. */
function swapped(tree: Tree, element: number): string {
  const { source } = tree;
  let next = tree.end[element] as number;
  const end = tree.end[tree.parent[element] as number] as number;
  while (next < end && tree.kind[next] !== kinds.element) next = tree.end[next] as number;
  if (next >= end) return source;
  const [a, b, c, d] = [tree.start[element], tree.to[element], tree.start[next], tree.to[next]] as [
    number,
    number,
    number,
    number,
  ];
  return source.slice(0, a) + source.slice(c, d) + source.slice(b, c) + source.slice(a, b) + source.slice(d);
}

function attributeChanged(tree: Tree, random: Random): string {
  const attributes = nodesOf(tree, kinds.attribute).filter((node) => (tree.to[node] as number) >= 0);
  const node = attributes[random(attributes.length)];
  if (node === undefined) return tree.source;
  if (random(3) > 0) return put(tree, node, values[random(values.length)] ?? '');
  const [from, to] = [tree.start[node] as number, (tree.to[node] as number) + 1];
  return tree.source.slice(0, from) + tree.source.slice(to);
}

/** A value from the list, one from elsewhere in the document, or the same with other white space or another digit. */
function textChanged(tree: Tree, random: Random): string {
  const texts = nodesOf(tree, kinds.text).filter(
    (node) => (tree.to[node] as number) >= 0 && leafValue(tree, node).trim() !== '',
  );
  const node = texts[random(texts.length)];
  if (node === undefined) return tree.source;
  const before = leafValue(tree, node);
  const other = texts[random(texts.length)] ?? node;
  switch (random(5)) {
    case 0:
      return put(tree, node, tree.source.slice(tree.from[other], tree.to[other]));
    case 1:
      return put(tree, node, ` ${before}\n`);
    case 2:
      return put(
        tree,
        node,
        before.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
      );
    default:
      return put(tree, node, values[random(values.length)] ?? '');
  }
}

const put = ({ source, from, to }: Tree, node: number, text: string): string =>
  source.slice(0, from[node]) + text + source.slice(to[node]);

function nodesOf(tree: Tree, kind: number): number[] {
  const found: number[] = [];
  for (let node = 0; node < tree.size; node++) if (tree.kind[node] === kind) found.push(node);
  return found;
}
