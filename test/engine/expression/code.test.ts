import { describe, expect, it } from 'vitest';
import { Decimal } from '../../../engine/decimal.ts';
import { direct, type UsedName } from '../../../engine/expression/code/index.ts';
import { prepareByLibrary } from '../../../engine/expression/evaluator.ts';
import { dyn, shapeOf } from '../../../engine/expression/shape.ts';

/** Everything that business data can hold, and what can be missing in it. */
const values: readonly unknown[] = [
  ...[null, '', 'a', 'b', '1', true, false, 0, 1, 1.5, -2.25, 250, [], ['a'], [1, 1.5], [null]],
  ...[{}, { a: 1 }, { a: 'a', list: [{ a: 1 }, { a: 'a' }, {}] }, { a: null, list: [] }],
];

const binary = ['==', '!=', '<', '<=', '>', '>=', '+', '-', '*', 'in'].map((operator) => `a ${operator} b`);
const others = [
  ...['a && b', 'a || b', '!a', '-a', 'a ? b : a', 'a == b && b == a', '!(a == b) || a', 'a.a', 'a.a == b.a', 'a.none'],
  ...['size(a)', 'a.size()', 'present(a)', 'or(a, b)', 'sum(a)', 'max([decimal("0.5"), a])', 'round(a, 1)', 'abs(a)'],
  ...[
    'text(a)',
    'a in ["a", "b"]',
    'a in [decimal("1"), b]',
    'decimal("1.50") + a',
    'a + 1',
    '1 - a',
    'a == 1',
    'a > 0',
  ],
  ...['a.map(x, x)', 'a.map(x, x == "a", b)', 'a.filter(x, x == b)', 'a.all(x, x == "a")', 'a.exists(x, x == "a")'],
  ...['a.list.map(x, x.a)', 'a.list.exists(x, b.list.all(y, y.a == x.a))', 'a.list.filter(a, a.a == 1).map(b, b.a)'],
  ...['or(a, [])', 'or([], a)', 'or(a.list, [])', 'or(a.list, b.list)', 'or(a.a, b.a)', 'or(a, b).a', 'present(a.a)'],
  ...['a == "a" ? [] : b', 'a.a == b.a ? a.list : b.list', '(a == 1 ? a : b).a', 'a.list + b.list', '[a] + b.list'],
  ...[
    'first(a)',
    'first(a.list)',
    'first(a.list).a',
    'first(a.list.filter(x, present(x))).a',
    'present(first(a.list))',
    'or(first(a.list), first(b.list)).a',
    'distinct(a.list)',
  ],
  ...['a.toString', 'present(a.toString)', 'a.list.map(x, x)', 'a.list.map(x, x.list)', 'a.map(x, x.a == 1, x)'],
  ...['size(a.list) > 0', 'sum(a.list.map(x, x.a))', '-a.a', 'a.a in [1, 2]', 'a.a in ["a", "1"]', 'a in ["", "a"]'],
  ...['[decimal("1"), decimal("1.5")].exists(x, x == a)', 'substring(a, 0, 1)', 'fixed(a, b)', 'divide(a, b, 2)'],
  ...['startsWith', 'endsWith', 'contains', 'indexOf', 'lastIndexOf', 'split'].flatMap((method) => [
    `a.${method}(b)`,
    `a.${method}("a")`,
    `or(a, "").${method}("a")`,
    `a.a.${method}(b.a)`,
  ]),
  ...[
    'a.indexOf("a") + 1',
    'a.split("").exists(x, x == b)',
    'size(a.split(","))',
    '!(a.startsWith("a") || a.endsWith("a"))',
  ],
  ...['a[0]', 'a[1]', 'a[b]', 'a["a"]', 'a.list[0]', 'a.list[0].a', 'a.list[size(a.list) - 1].a', 'a["toString"]'],
  ...['or(a.list, [])[0].a', 'a.list[b]', '[a, b][1]', '["a", "b"][0]', 'present(a.list[0].list)'],
  ...[
    'size("añ𝄞")',
    'size(text(a))',
    'size(a) + size(b)',
    'size(a) * 2 - 1 > 0',
    'size(a) - size(b) == 0',
    '2 * 3',
    'b - 1',
  ],
  ...['a * 9223372036854775807'],
  ...[
    'date(a) < date(b)',
    'date("2026-03-01") < date("2026-03-02")',
    'date("2026-03-01") >= a',
    '"a" < a',
    'a >= text(b)',
  ],
  ...[
    'dateTime("2026-03-01T00:00:00Z") <= dateTime("2026-03-01T01:00:00+01:00")',
    'absent() < date("2026-03-01")',
    'date("2026-03-01") > a.none',
  ],
  ...['absent()', 'absent() == a', 'a == absent()', 'true', '"text"', '[a, b]', 'join(a, ",")', 'matches(a, "^a")'],
];

const line = {
  type: 'object',
  properties: { a: { format: 'decimal' }, list: { type: 'array', items: { $ref: '#' } } },
};
const typed = {
  type: 'object',
  properties: {
    a: { type: 'string' },
    list: { type: 'array', items: { type: 'string' } },
    none: { type: 'boolean' },
    toString: { type: 'string' },
  },
};
const shapes = {
  dyn,
  object: shapeOf(line, 'line'),
  typed: shapeOf(typed, 'typed'),
  list: shapeOf({ type: 'array', items: line }, 'lines'),
  map: shapeOf({ type: 'object', additionalProperties: { type: 'integer' } }, 'map'),
  ...Object.fromEntries(['string', 'boolean', 'integer', 'number'].map((type) => [type, shapeOf({ type }, type)])),
};

describe('evaluated directly', () => {
  it.each([...binary, ...others])('%s gives what the library gives, or leaves it to the library', (text) => {
    expect(comparedTo(text)).toBeGreaterThan(0);
  });

  it.each([
    ...['a[-1]', 'a.list[0].list[0].a', 'date("2026-03-01") < dateTime("2026-03-01T00:00:00Z")'],
    ...['9007199254740991 + 1', '9007199254740991 * 9007199254740991', '-9007199254740991 - 2'],
  ])('%s it always leaves to the library', (text) => {
    expect(comparedTo(text)).toBe(0);
  });
});

/** Over all values of all shapes: how often it gives something itself, which must be what the library gives. */
function comparedTo(text: string): number {
  let decided = 0;
  for (const [kind, shape] of Object.entries(shapes)) {
    const names: readonly UsedName[] = ['a', 'b'].map((name) => ({ name, alias: name, shape }));
    const { ast, run } = prepareByLibrary(text, names);
    const directly = direct(ast, names);
    expect(directly).toBeDefined();
    for (const a of values)
      for (const b of values) {
        const result = attempt(() => directly?.({ a, b }));
        if (result === failed) continue;
        decided++;
        expect(result, `${text} of ${kind} ${JSON.stringify([a, b])}`).toEqual(attempt(() => run({ a, b })));
      }
  }
  return decided;
}

describe('what is left to the library', () => {
  it.each(['{"a": a}', 'a / b', 'a % b', 'a.exists_one(x, x == b)', 'a.startsWith("b", 1)', '1.5', 'size("a", a)'])(
    '%s',
    (text) => {
      const names = ['a', 'b'].map((name) => ({ name, alias: name, shape: dyn }));
      const { ast } = prepareByLibrary(text, names);
      expect(direct(ast, names)).toBeUndefined();
    },
  );
});

const failed = Symbol('it throws');

/** Decimals as their text: they hide what they are made of, and all would seem equal. */
function exactly(value: unknown): unknown {
  if (value instanceof Decimal) return { decimal: value.text() };
  return Array.isArray(value) ? value.map(exactly) : value;
}

function attempt<T>(work: () => T): unknown {
  try {
    return exactly(work());
  } catch {
    return failed;
  }
}
