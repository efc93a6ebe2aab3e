import { describe, expect, it } from 'vitest';
import { readSource } from '../../../engine/read-source.ts';
import type { Path } from '../../../engine/source.ts';

function read(text: string, path = 'f.yaml') {
  const { file, problems } = readSource(path, text);
  if (!file) throw new Error(JSON.stringify(problems));
  return file;
}

describe('the place of a part of a value', () => {
  it.each([
    ['plain', 'a: =one + two', 'two', '1:11+3'],
    ['plain in flow style', 'x: { y: 1, a: =one + two }', 'two', '1:22+3'],
    ['double quotes', 'a: "=one + two"', 'two', '1:12+3'],
    ['double quotes with escapes', 'a: "=\\"o\\u00e9\\" + two"', 'two', '1:20+3'],
    ['double quotes over lines', 'a: "=one +\n    two"', 'two', '2:5+3'],
    ['single quotes', "a: '=one + two'", 'two', '1:12+3'],
    ['single quotes with a quote', "a: '=''o'' + two'", 'two', '1:14+3'],
    ['literal block', 'a: |\n  =one +\n    two', 'two', '3:5+3'],
    ['folded block', 'a: >-\n  =one\n  + two', 'two', '3:5+3'],
    ['folded block with indicator', 'a: >2-\n   =one\n  + two', 'two', '3:5+3'],
    ['JSON', '{ "a": "=\\"o\\" + two" }', 'two', '1:18+3'],
    ['Windows line ends', 'b: 1\r\na: =one + two\r\n', 'two', '2:11+3'],
  ])('%s', (name, text, part, expected) => {
    const file = read(text, name === 'JSON' ? 'f.json' : 'f.yaml');
    const data = file.data as { a?: string; x?: { a: string } };
    const path: Path = data.x ? ['x', 'a'] : ['a'];
    const value = data.x?.a ?? data.a ?? '';
    const { line, column, length, source } = file.place(path, 'value', value.indexOf(part), part.length);
    expect(`${line}:${column}+${length}`).toBe(expected);
    expect(source?.slice(column - 1, column - 1 + (length ?? 0))).toBe(part);
  });

  it.each<[Path, 'key' | 'value', string]>([
    [['a'], 'key', '1:1+1'],
    [['a'], 'value', '1:1+1'],
    [['a', 'b'], 'value', '2:6+1'],
    [['a', 'list', 1], 'value', '3:14+3'],
    [['a', 'list', 1], 'key', '3:14+3'],
    [['a', 'none', 'deeper'], 'value', '1:1+1'],
    [['a', 'empty'], 'value', '4:3+5'],
    [['301'], 'key', '5:1+3'],
    [['nothing'], 'value', '1:1+2'],
  ])('of %j, %s', (path, part, expected) => {
    const file = read('a:\n  b: 1\n  list: [10, 200]\n  empty:\n301: x\n');
    const { line, column, length } = file.place(path, part);
    expect(`${line}:${column}+${length}`).toBe(expected);
  });
});

describe('a file that is read', () => {
  it.each(['{"__proto__": {"a": 1}, "constructor": 2}', '__proto__: { a: 1 }\nconstructor: 2\n'])(
    'has no prototype that %j could reach',
    (text) => {
      const data = read(text, text.startsWith('{') ? 'f.json' : 'f.yaml').data as Record<string, unknown>;
      expect(Object.getPrototypeOf(data)).toBeNull();
      expect(Object.keys(data)).toEqual(['__proto__', 'constructor']);
      expect({}).not.toHaveProperty('a');
    },
  );

  it('knows no merge keys, and no yes and no', () => {
    expect(read('"<<": { a: 1 }\nb: yes\nc: 010\n').data).toEqual({ '<<': { a: 1 }, b: 'yes', c: 10 });
  });

  it('may be empty', () => {
    expect(read('').data).toBeNull();
    expect(read('\uFEFFa: 1\n').data).toEqual({ a: 1 });
  });

  it.each([
    ['brackets', '['.repeat(40_000)],
    ['lists', '- '.repeat(20_000)],
    ['mappings', '{a: '.repeat(12_000)],
  ])('is refused in time when it is a tower of %s', (_, text) => {
    const { file, problems } = readSource('f.yaml', text);
    expect([file, problems.map(({ code }) => code)]).toEqual([undefined, ['YAML_TOO_LARGE']]);
  });

  it('an alias bomb is refused at its anchors', () => {
    const lines = ['a: &a [x, x]', 'b: &b [*a, *a]', 'c: [*b, *b]'];
    const { file, problems } = readSource('f.yaml', lines.join('\n'));
    expect(file).toBeUndefined();
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['YAML_ALIAS']));
  });
});

describe('an expression that YAML takes apart', () => {
  it.each([
    ['a ternary', 'a: =x ? y : z', 'a: "=x ? y : z"'],
    ['a ternary in a list of mappings', '- id: =x ? y : z\n  b: 1', '- id: "=x ? y : z"'],
    ['a ternary as a list item', '- =x ? y : z\n- 1', '- "=x ? y : z"'],
    ['a ternary in flow style', 'a: { b: =x ? y : z, c: 1 }', 'a: { b: "=x ? y : z", c: 1 }'],
    ['a ternary cut at its colon', 'a: =x ? y :\n  z\nb: 1', 'a: "=x ? y : z"'],
    ['a text with a colon', 'a: ="x: y"', `a: '="x: y"'`],
    ['a text with # after a space', 'a: =join(x, " #")', `a: '=join(x, " #")'`],
    ['an operator before a comment', 'a: =x + # the sum', 'a: "=x + # the sum"'],
    ['a comma in flow style', 'a: { b: =f(x, y) }', 'a: { b: "=f(x, y)" }'],
    ['a comma in a flow list', 'a: [ =f(x, y), =z ]', 'a: [ "=f(x, y)", =z ]'],
    ['an index in flow style', 'a: { b: =x, c: =x[0] }', 'a: { b: =x, c: "=x[0]" }'],
    ['a map in flow style', 'a: { b: =x == {} }', 'a: { b: "=x == {}" }'],
    ['a list', 'a: { b: =["1", "2"] }', `a: { b: '=["1", "2"]' }`],
    ['quotes that end early', 'a: "=x + "y""', `a: '=x + "y"'`],
    ['half in quotes', 'a: "=x" + y', 'a: "=x + y"'],
    ['several lines', 'a: =x +\n  y\nb: 1', 'a: "=x + y"'],
    ['both kinds of quotes', `a: ="it's" + "a: b"`, `a: '="it''s" + "a: b"'`],
  ])('%s', (_, text, written) => {
    const { file, problems } = readSource('f.yaml', text);
    expect(problems.map(({ code }) => code)).toEqual(['YAML_UNQUOTED_EXPRESSION']);
    expect(problems[0]?.hint).toContain(written);
    const mended = readSource('f.yaml', `${written}\n`);
    expect(mended.problems).toEqual([]);
    expect(JSON.stringify(file?.data)).toContain(JSON.stringify(mended.file?.data).replace(/^[[{]+|[\]}]+$/g, ''));
  });

  it.each([
    'a: =steps.x.uuid != ""     # its documents become this step’s own',
    'a: =x == "603" # only a proven absence',
    'a: { b: =x.y, c: =z }',
    'a: [invoice.number, =x]',
    'a: =x["y"] + 1',
    'a: =f(x, y)',
    'a: ==constant, a colon is no expression',
    'a: "=x ? y : z"',
    'a: >-\n  =x ? y\n  : z',
    'a: =a<b',
  ])('but not %j', (text) => {
    expect(readSource('f.yaml', text).problems).toEqual([]);
  });

  it('neither hides nor causes another problem', () => {
    const text = 'a: =x ? y : z\nb: [1, 2\nc: =f(x) ? 1 : 2\na: 3\nd: { e: =f(1, 2) }\n';
    const said = readSource('f.yaml', text).problems.map(({ code, place }) => `${code} ${place?.line}`);
    expect(said.sort()).toEqual([
      'YAML_DUPLICATE_KEY 4',
      'YAML_SYNTAX 3',
      'YAML_UNQUOTED_EXPRESSION 1',
      'YAML_UNQUOTED_EXPRESSION 3',
      'YAML_UNQUOTED_EXPRESSION 5',
    ]);
  });
});
