/** What is offered of CEL's own functions and methods; all others of the library are closed. */
export interface CelFunction {
  readonly name: string;
  readonly method: boolean;
  readonly signatures: readonly string[];
  readonly summary: string;
  readonly examples: readonly (readonly [expression: string, result: string | undefined])[];
}

export const celBuiltins: readonly CelFunction[] = [
  {
    name: 'size',
    method: false,
    signatures: ['size(string): int', 'size(list): int'],
    summary: 'How many characters a text or items a list has.',
    examples: [['size([1, 2]) + size("abc")', '5']],
  },
  {
    name: 'size',
    method: true,
    signatures: ['string.size(): int', 'list.size(): int'],
    summary: 'How many characters a text or items a list has.',
    examples: [['[1, 2].size()', '2']],
  },
  {
    name: 'map',
    method: true,
    signatures: ['list.map(name, expression): list', 'list.map(name, condition, expression): list'],
    summary: 'What an expression gives for each item; with a condition, for each item that meets it.',
    examples: [['sum([1, 2, 3].map(n, n > 1, n * 2))', '10']],
  },
  {
    name: 'filter',
    method: true,
    signatures: ['list.filter(name, condition): list'],
    summary: 'The items that meet a condition.',
    examples: [['join(["a", "bb"].filter(t, size(t) > 1), ",")', 'bb']],
  },
  {
    name: 'all',
    method: true,
    signatures: ['list.all(name, condition): bool'],
    summary: 'Whether every item meets a condition; true for an empty list.',
    examples: [['[1, 2].all(n, n > 0)', 'true']],
  },
  {
    name: 'exists',
    method: true,
    signatures: ['list.exists(name, condition): bool'],
    summary: 'Whether any item meets a condition.',
    examples: [['[1, 2].exists(n, n > 1)', 'true']],
  },
  {
    name: 'exists_one',
    method: true,
    signatures: ['list.exists_one(name, condition): bool'],
    summary: 'Whether exactly one item meets a condition.',
    examples: [['[1, 2, 2].exists_one(n, n == 2)', 'false']],
  },
  {
    name: 'contains',
    method: true,
    signatures: ['string.contains(string): bool'],
    summary: 'Whether a text has another in it.',
    examples: [['"abc".contains("bc")', 'true']],
  },
  {
    name: 'startsWith',
    method: true,
    signatures: ['string.startsWith(string): bool'],
    summary: 'Whether a text begins with another.',
    examples: [['"abc".startsWith("ab")', 'true']],
  },
  {
    name: 'endsWith',
    method: true,
    signatures: ['string.endsWith(string): bool'],
    summary: 'Whether a text ends with another.',
    examples: [['"abc".endsWith("ab")', 'false']],
  },
  {
    name: 'indexOf',
    method: true,
    signatures: ['string.indexOf(string): int'],
    summary: 'Where a text is first found in another, from 0; -1 when it is not.',
    examples: [['"a-b-c".indexOf("-")', '1']],
  },
  {
    name: 'lastIndexOf',
    method: true,
    signatures: ['string.lastIndexOf(string): int'],
    summary: 'Where a text is last found in another, from 0; -1 when it is not.',
    examples: [['"a-b-c".lastIndexOf("-")', '3']],
  },
  {
    name: 'split',
    method: true,
    signatures: ['string.split(string): list<string>'],
    summary: 'The parts of a text between separators.',
    examples: [['first("a-b-c".split("-"))', 'a']],
  },
];
