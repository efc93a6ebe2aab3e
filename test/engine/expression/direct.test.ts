import { describe, expect, it } from 'vitest';
import { direct } from '../../../engine/expression/direct.ts';
import { operators } from '../../../engine/expression/direct-operators.ts';
import { prepareByLibrary, type UsedName } from '../../../engine/expression/evaluator.ts';
import { fromVariable, toData } from '../../../engine/expression/record.ts';
import { dyn, shapeOf } from '../../../engine/expression/shape.ts';

/** Everything that business data can hold, and what can be missing in it. */
const values: readonly unknown[] = [
  ...[null, '', 'a', 'b', '1', true, false, 0, 1, 1.5, -2.25, 250, [], ['a'], [1, 1.5], [null]],
  ...[{}, { a: 1 }, { a: 'a', list: [{ a: 1 }, { a: 'a' }, {}] }, { a: null, list: [] }],
];

const binary = [...operators.keys()].map((operator) => `a ${operator} b`);
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
  ...['absent()', 'absent() == a', 'a == absent()', 'true', '"text"', '[a, b]', 'join(a, ",")', 'matches(a, "^a")'],
];

const line = {
  type: 'object',
  properties: { a: { format: 'decimal' }, list: { type: 'array', items: { $ref: '#' } } },
};
const shapes = { dyn, object: shapeOf(line, 'line') };

describe.each(Object.entries(shapes))('evaluated directly, %s', (_, shape) => {
  it.each([...binary, ...others])('%s gives what the library gives, or leaves it to the library', (text) => {
    const names: readonly UsedName[] = ['a', 'b'].map((name) => ({ name, alias: name, shape }));
    const { ast, run } = prepareByLibrary(text, names);
    const directly = direct(ast, ['a', 'b']);
    expect(directly).toBeDefined();
    let decided = 0;
    for (const a of values)
      for (const b of values) {
        const result = attempt(() => directly?.([fromVariable(a, shape, 'a'), fromVariable(b, shape, 'b')]));
        if (result === failed) continue;
        decided++;
        expect(result, `${text} of ${JSON.stringify([a, b])}`).toEqual(attempt(() => run({ a, b })));
      }
    expect(decided).toBeGreaterThan(0);
  });
});

describe('what is left to the library', () => {
  it.each([
    'a.b[0]',
    '{"a": a}',
    'a / b',
    'a % b',
    'a.exists_one(x, x == b)',
    'a.startsWith("b")',
    '1.5',
    'size("a", a)',
  ])('%s', (text) => {
    const { ast } = prepareByLibrary(text, [{ name: 'a', alias: 'a', shape: dyn }]);
    expect(direct(ast, ['a', 'b'])).toBeUndefined();
  });
});

const failed = Symbol('it throws');

function attempt<T>(work: () => T): unknown {
  try {
    return toData(work());
  } catch {
    return failed;
  }
}
