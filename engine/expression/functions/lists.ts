import { canonicalJson } from '../../json.ts';
import { DataObject, isAbsent } from '../record.ts';
import { type ExpressionFunction, failed } from './define.ts';

export const listFunctions: readonly ExpressionFunction[] = [
  {
    name: 'first',
    signatures: ['first(list<T>): T'],
    summary: 'The first item of a list; absent when there is none.',
    examples: [
      ['first([3, 4])', '3'],
      ['first(["a", "b"].filter(each, each == "c"))', undefined],
    ],
    run: (list) => itemsOf(list)[0] ?? null,
  },
  {
    name: 'flatten',
    signatures: ['flatten(list<list<T>>): list<T>'],
    summary: 'The items of all lists in a list, one after the other; a list that is absent has none.',
    examples: [
      ['join(flatten([["a"], ["b", "c"]]), ",")', 'a,b,c'],
      ['sum(flatten([1, 2].map(n, [n, n * 10])))', '33'],
    ],
    run: (list) => itemsOf(list).flatMap((each) => (isAbsent(each) ? [] : itemsOf(each))),
  },
  {
    name: 'distinct',
    signatures: ['distinct(list<T>): list<T>'],
    summary: 'The list without repetitions, in the order of first appearance.',
    examples: [['join(distinct(["b", "a", "b"]), ",")', 'b,a']],
    run: (list) => {
      const seen = new Map<unknown, unknown>();
      for (const item of itemsOf(list)) {
        const key = keyOf(item);
        if (!seen.has(key)) seen.set(key, item);
      }
      return [...seen.values()];
    },
  },
  {
    name: 'or',
    signatures: ['or(T, T): T', 'or(decimal, int): decimal', 'or(int, decimal): decimal'],
    summary: 'The first value, unless it is absent: then the second.',
    examples: [
      ['or("", "none")', 'none'],
      ['or("a", "b")', 'a'],
      ['or(null, 5)', '5'],
    ],
    absent: 'seen',
    run: (value, otherwise) => (isAbsent(value) ? otherwise : value),
  },
  {
    name: 'has',
    signatures: ['has(dyn): bool'],
    summary: 'Whether a value is there: not absent, not null, not an empty text.',
    examples: [
      ['has("a")', 'true'],
      ['has(null)', 'false'],
      ['has("")', 'false'],
    ],
    absent: 'seen',
    run: (value) => !isAbsent(value),
  },
];

function itemsOf(list: unknown): readonly unknown[] {
  return Array.isArray(list) ? list : failed('a list is needed');
}

function keyOf(item: unknown): unknown {
  if (item instanceof DataObject) return `{${canonicalJson(item.raw)}`;
  return typeof item === 'object' && item !== null ? `${item.constructor.name} ${canonicalJson(item)}` : item;
}
