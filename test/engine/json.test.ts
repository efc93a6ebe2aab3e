import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TimbreError } from '../../engine/errors.ts';
import { canonicalJson, type JsonLimits, readJson } from '../../engine/json.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

function problemOf(input: Uint8Array | string, limits?: JsonLimits) {
  try {
    readJson(input, limits);
  } catch (error) {
    if (error instanceof TimbreError) return error.problems[0];
    throw error;
  }
  throw new Error('it was read');
}

describe('numbers are read without loss', () => {
  it.each([
    ['1', 1],
    ['-12.5', -12.5],
    ['0.1', 0.1],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', '9007199254740993'],
    ['1.10', '1.10'],
    ['0.30000000000000004', 0.30000000000000004],
    ['0.300000000000000041', '0.300000000000000041'],
    ['1e3', '1e3'],
    ['-0', '-0'],
    ['1e999', '1e999'],
  ])('%s', (text, value) => expect(readJson(`[${text}]`).data).toEqual([value]));
});

describe('hostile and broken input', () => {
  it.each<[string, Uint8Array | string, number, number]>([
    ['empty', '', 1, 1],
    ['blank', ' \n ', 2, 2],
    ['cut off', '{"a": [1, 2', 1, 12],
    ['trailing comma in an object', '{\n  "a": 1,\n}', 3, 1],
    ['trailing comma in a list', '[1,]', 1, 4],
    ['two values', '{} {}', 1, 4],
    ['comment', '{ // x\n}', 1, 3],
    ['single quotes', "{'a':1}", 1, 2],
    ['NaN', '[NaN]', 1, 2],
    ['leading zero', '[01]', 1, 3],
    ['no digits after the point', '[1.]', 1, 4],
    ['control character', '["a\u0001"]', 1, 4],
    ['line break in a text', '["a\nb"]', 1, 4],
    ['wrong escape', '["\\x"]', 1, 3],
    ['half an escape', '["\\u12"]', 1, 3],
    ['duplicate key', '{"a": 1,\n "a": 2}', 2, 2],
    ['duplicate key, same value', '{"a":{"b":1,"b":1}}', 1, 13],
    ['duplicate key, escaped', '{"a":1,"\\u0061":1}', 1, 8],
    ['duplicate __proto__', '{"__proto__":1,"__proto__":1}', 1, 16],
    ['not UTF-8', bytes(0x5b, 0x22, 0xff, 0x22, 0x5d), 1, 3],
    ['UTF-8 of a surrogate', bytes(0x22, 0xed, 0xa0, 0x80, 0x22), 1, 2],
    ['UTF-16', bytes(0xff, 0xfe, 0x7b, 0x00), 1, 1],
    ['XML', '<a/>', 1, 1],
  ])('%s', (_, input, line, column) => {
    expect(problemOf(input)).toMatchObject({ code: 'INPUT_NOT_JSON', place: { line, column } });
  });

  it('finds a key that is there twice, wherever it stands', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { minKeys: 1 });
    fc.assert(
      fc.property(object, fc.array(fc.constantFrom('[', '{"a":')), fc.nat(), (members, around, which) => {
        const keys = Object.keys(members);
        const twice = JSON.stringify(keys[which % keys.length]);
        const inner = JSON.stringify(members).replace(/}$/, () => `, ${twice} : 0}`);
        const text = around.reduce((text, open) => `${open}${text}${open === '[' ? ']' : '}'}`, inner);
        expect(problemOf(text)).toMatchObject({ code: 'INPUT_NOT_JSON', message: expect.stringContaining('twice') });
      }),
    );
  });

  it('says no more than the line that is wrong', () => {
    const long = `["${'x'.repeat(100_000)}",]`;
    expect(problemOf(long)?.place?.source?.length).toBeLessThan(300);
    expect(problemOf(long)?.message.length).toBeLessThan(300);
  });

  it.each<[string, Uint8Array | string, JsonLimits | undefined]>([
    ['too many bytes', '[1,2,3]', { bytes: 6 }],
    ['bytes, not characters', '"ééé"', { bytes: 7 }],
    ['too deep', '[[[]]]', { depth: 2 }],
    ['far too deep, and broken', '['.repeat(1_000_000), undefined],
    ['far too deep in objects', '{"a":'.repeat(500_000), undefined],
  ])('%s', (_, input, limits) => expect(problemOf(input, limits)?.code).toBe('INPUT_TOO_LARGE'));

  it('does not count brackets in texts as depth', () => {
    expect(readJson('["[[[[\\"[[[", []]', { depth: 2 }).data).toEqual(['[[[["[[[', []]);
  });

  it('leaves prototypes alone', () => {
    const { data } = readJson('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(Object.keys(Object(data))).toEqual(['__proto__', 'constructor']);
    expect(Reflect.get(Object(data), 'polluted')).toBeUndefined();
  });

  it('takes a byte order mark', () => {
    expect(readJson(bytes(0xef, 0xbb, 0xbf, 0x5b, 0x5d)).data).toEqual([]);
    expect(readJson('\ufeff[]').data).toEqual([]);
  });
});

describe('places', () => {
  const text = '{\n  "lines": [\n    {"a": "x,{]", "b": [1, 22]},\n    {"a": null}\n  ],\n  "z": true\n}';
  it.each<[(string | number)[], number, number]>([
    [[], 1, 1],
    [['lines'], 2, 12],
    [['lines', 0], 3, 5],
    [['lines', 0, 'a'], 3, 11],
    [['lines', 0, 'b', 1], 3, 28],
    [['lines', 1, 'a'], 4, 11],
    [['z'], 6, 8],
    [['lines', 1, 'missing', 'deeper'], 4, 5],
    [['lines', 7], 2, 12],
    [['missing'], 1, 1],
  ])('%j', (path, line, column) => expect(readJson(text).place(path)).toEqual({ line, column }));
});

describe('canonical JSON', () => {
  it.each([
    [{ b: 1, a: [{ d: null, c: 'é"\n' }] }, '{"a":[{"c":"é\\"\\n","d":null}],"b":1}'],
    [{ b: undefined, a: true }, '{"a":true}'],
    [[undefined], '[null]'],
    ['x', '"x"'],
  ])('%j', (value, text) => expect(canonicalJson(value)).toBe(text));

  it('is the same for equal data, whatever the order, and JSON again', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), (object) => {
        const turned = Object.fromEntries(Object.entries(object).reverse());
        expect(canonicalJson(turned)).toBe(canonicalJson(object));
        expect(JSON.parse(canonicalJson(object))).toEqual(JSON.parse(JSON.stringify(object)));
      }),
    );
  });

  it('reads what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(readJson(text).data).toEqual(JSON.parse(text));
      }),
    );
  });
});
