import Ajv from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import {
  type ExtractionSpec,
  extract,
  extractionOutputs,
  extractionSchema,
  prepareExtraction,
} from '../../../../actions/lib/extract/index.ts';
import { type Problem, problemsOf, TimbreError } from '../../../../engine/errors.ts';
import { loadingOf } from '../../loading.ts';

const ajv = new Ajv.default({ strict: true, allErrors: true, allowUnionTypes: true });
const holds = ajv.compile<ExtractionSpec>(extractionSchema);

function read(yaml: string): ExtractionSpec {
  const { data } = loadingOf(yaml);
  if (holds(data)) return data;
  throw new Error(JSON.stringify(holds.errors));
}

function prepare(yaml: string) {
  const { loading, at, problems } = loadingOf(yaml);
  return { extraction: prepareExtraction(read(yaml), loading, at), problems };
}

function run(yaml: string, content: string | Uint8Array, mediaType = 'application/xml') {
  const { extraction, problems } = prepare(yaml);
  if (extraction === undefined) throw new TimbreError(problems);
  const { values, documents } = extract(extraction, Buffer.from(content), mediaType);
  const texts = Object.entries(documents).map(([name, each]) => [
    name,
    `${each.mediaType} ${Buffer.from(each.bytes).toString('utf8')}`,
  ]);
  return { values, documents: Object.fromEntries(texts) };
}

const xml =
  '<s:E xmlns:s="urn:s"><s:r xmlns="urn:r"><uuid> A-1\n</uuid><n>12</n><d>116.10</d><b>true</b><code>1</code>' +
  '<code>2</code><x>PGEvPg==</x><t>&lt;a b="&amp;amp;"/></t><c><![CDATA[<a/>]]></c><at>2026-02-28T01:02:03</at><e/></s:r></s:E>';
const json = '{"a":{"b/c":["x","y"],"n":1.10,"big":12345678901234567890.123,"t":true,"no":null,"x":"PGEvPg=="}}';

describe('a value inside a document that is taken out', () => {
  const spec = (value: string) => `{ document: //*:t, documents: { none: //*:none }, values: { v: ${value} } }`;

  test('is looked for there', () => {
    expect(run(spec('{ xpath: /a/@b, in: document }'), xml).values).toEqual({ v: '&' });
  });
  test('is absent where the document is', () => {
    expect(run(spec('{ xpath: /a/@b, in: none }'), xml).values).toEqual({ v: null });
  });
  test('fails where the document cannot be read', () => {
    expect(() => run('{ document: //*:uuid, values: { v: { xpath: /a, in: document } } }', xml)).toThrow(
      'XML_MALFORMED',
    );
  });
  test('fails once where the document of several cannot be read, which is named', () => {
    const several = '{ v: { xpath: /a, in: document }, w: { xpath: /b, in: document } }';
    const told = problemsFrom(() => run(`{ document: //*:uuid, values: ${several} }`, xml));
    expect(told).toMatchObject([{ code: 'XML_MALFORMED', message: expect.stringContaining('`document`: ') }]);
  });
  test('cannot name another document', () => {
    expect(prepare(spec('{ xpath: /a, in: other }')).problems).toMatchObject([{ code: 'REFERENCE_UNKNOWN' }]);
  });
});

test('a text of more than 10,000,000 bytes is read, or refused, however it is looked for', () => {
  const long = `<a><b>${'x'.repeat(10_000_001)}</b></a>`;
  for (const xpath of ['/a/b', 'string(/a/b)']) {
    expect(String(run(`values: { v: "${xpath}" }`, long).values.v).length).toBe(10_000_001);
    expect(() => run(`values: { v: "${xpath}" }`, `<!-- -->${long}`)).toThrow('XML_MALFORMED');
  }
});

test('a document that is a text is UTF-8, whatever it declares', () => {
  const inner = (encoding: string) => `<?xml version="1.0" ${encoding}?><b>ñ</b>`;
  const spec = 'documents: { d: { pointer: /d, required: true } }';
  for (const encoding of ['encoding="ISO-8859-1"', "encoding='windows-1252'", 'encoding = "UTF-16"'])
    expect(run(spec, JSON.stringify({ d: inner(encoding) }), 'application/json').documents.d).toBe(
      'application/xml <?xml version="1.0"?><b>ñ</b>',
    );
  const same = inner('encoding="utf-8" standalone="yes"');
  expect(run(spec, JSON.stringify({ d: same }), 'application/json').documents.d).toBe(`application/xml ${same}`);
});

describe('extract', () => {
  const values: [string, string, unknown][] = [
    ['text', '{ xpath: //*:uuid }', 'A-1'],
    ['a plain string is an XPath', '//*:uuid', 'A-1'],
    ['integer', '{ xpath: //*:n, type: integer }', 12],
    ['decimal', '{ xpath: //*:d, type: decimal }', '116.10'],
    ['boolean', '{ xpath: //*:b, type: boolean }', true],
    ['dateTime', '{ xpath: //*:at, type: dateTime }', '2026-02-28T01:02:03'],
    ['list', '{ xpath: //*:code, type: list }', ['1', '2']],
    ['an empty list', '{ xpath: //*:none, type: list }', []],
    ['the first of several', '{ xpath: //*:code }', '1'],
    ['absent', '{ xpath: //*:none }', null],
    ['empty is absent', '{ xpath: //*:e }', null],
    ['a computed number', '{ xpath: count(//*:code), type: integer }', 2],
    ['a prefix that the root declares', '{ xpath: count(//s:r), type: integer }', 1],
    ['a pointer in XML', '{ pointer: /a }', null],
    ['how many', '{ xpath: //*:code, type: count }', 2],
    ['none', '{ xpath: //*:none, type: count }', 0],
    ['what stands before a text', '{ xpath: //*:uuid, until: "-" }', 'A'],
    ['what stands before the first of several', '{ xpath: //*:at, type: integer, until: [T, "-"] }', 2026],
    ['all of it where no such text is', '{ xpath: //*:uuid, until: ". " }', 'A-1'],
    ['nothing where it begins so', '{ xpath: //*:uuid, until: " " }', null],
  ];
  test.each(values)('XML: %s', (_, spec, expected) => {
    expect(run(`values: { v: ${spec} }`, xml).values).toEqual({ v: expected });
  });

  const pointers: [string, unknown][] = [
    ['{ pointer: /a/b~1c/1 }', 'y'],
    ['{ pointer: /a/b~1c, type: list }', ['x', 'y']],
    ['{ pointer: /a/n, type: decimal }', '1.10'],
    ['{ pointer: /a/big, type: decimal }', '12345678901234567890.123'],
    ['{ pointer: /a/t, type: boolean }', true],
    ['{ pointer: /a/no }', null],
    ['{ pointer: /a/b~1c, type: count }', 2],
    ['{ pointer: /a/none, type: count }', null],
    ['{ pointer: /a, type: count }', 1],
    ['{ pointer: /a/n, type: decimal, until: "0" }', '1.1'],
    ['{ pointer: /a/nothing/deeper }', null],
    ['{ pointer: /a/toString }', null],
    ['{ pointer: /__proto__/constructor }', null],
    ['{ pointer: "" }', null],
    ['//uuid', null],
  ];
  test.each(pointers)('JSON: %s', (spec, expected) => {
    expect(run(`values: { v: ${spec} }`, json, 'application/json; charset=utf-8').values).toEqual({ v: expected });
  });

  test('explicit namespaces go before those of the document', () => {
    const spec = 'values: { v: "count(//s:r)" }';
    expect(run(`${spec}\nnamespaces: { s: urn:other }`, xml).values).toEqual({ v: '0' });
    expect(run('values: { v: //q:uuid }\nnamespaces: { q: urn:r }', xml).values).toEqual({ v: 'A-1' });
  });

  const documents: [string, string, string, unknown][] = [
    ['base64', '{ xpath: //*:x, encoding: base64 }', xml, { d: 'application/xml <a/>' }],
    ['text', '{ xpath: //*:t }', xml, { d: 'application/xml <a b="&amp;"/>' }],
    ['CDATA', '{ xpath: //*:c, encoding: cdata, mediaType: text/plain }', xml, { d: 'text/plain <a/>' }],
    ['absent', '//*:none', xml, {}],
    ['base64 in JSON', '{ pointer: /a/x, encoding: base64 }', json, { d: 'application/xml <a/>' }],
  ];
  test.each(documents)('a document inside: %s', (_, spec, content, expected) => {
    expect(run(`documents: { d: ${spec} }`, content, '').documents).toEqual(expected);
  });

  test('`document:` is the document named document', () => {
    expect(run('document: //*:c', xml).documents).toEqual({ document: 'application/xml <a/>' });
  });

  const failing: [string, string, string | Uint8Array, string, string[]][] = [
    [
      'all that is missing',
      'values: { a: { xpath: //q, required: true } }\ndocuments: { b: { xpath: //q, required: true } }',
      xml,
      '',
      ['EXTRACT_MISSING', 'EXTRACT_MISSING'],
    ],
    ['a required list', 'values: { a: { xpath: //q, type: list, required: true } }', xml, '', ['EXTRACT_MISSING']],
    ['not an integer', 'values: { a: { xpath: //*:d, type: integer } }', xml, '', ['EXTRACT_TYPE']],
    [
      'an integer beyond 2^53',
      'values: { a: { pointer: /a, type: integer } }',
      '{"a":9007199254740993}',
      '',
      ['EXTRACT_TYPE'],
    ],
    ['not a decimal', 'values: { a: { pointer: /a, type: decimal } }', '{"a":1e3}', '', ['EXTRACT_TYPE']],
    ['not a boolean', 'values: { a: { xpath: //*:d, type: boolean } }', xml, '', ['EXTRACT_TYPE']],
    [
      '30 February',
      'values: { a: { pointer: /a, type: dateTime } }',
      '{"a":"2026-02-30T00:00:00"}',
      '',
      ['EXTRACT_TYPE'],
    ],
    ['broken base64', 'documents: { a: { xpath: //*:t, encoding: base64 } }', xml, '', ['EXTRACT_ENCODING']],
    [
      'base64 that is cut off',
      'documents: { a: { pointer: /a, encoding: base64 } }',
      '{"a":"PGEvP"}',
      '',
      ['EXTRACT_ENCODING'],
    ],
    ["a proxy's page", 'values: { a: //a }', '<html><br></html>', 'text/html', ['XML_MALFORMED']],
    ['XML with a DOCTYPE', 'values: { a: //a }', '<!DOCTYPE a><a/>', 'text/xml', ['XML_DOCTYPE']],
    ['not JSON', 'values: { a: { pointer: /a } }', '{"a":', 'application/json', ['JSON_MALFORMED']],
    [
      'JSON that is nested too deep',
      'values: { a: { pointer: /a } }',
      '['.repeat(200_000),
      'application/json',
      ['JSON_MALFORMED'],
    ],
    [
      'JSON that is not UTF-8',
      'values: { a: { pointer: /a } }',
      Buffer.from('{"a":"\xf1"}', 'latin1'),
      'application/json',
      ['JSON_MALFORMED'],
    ],
    ['nothing', 'values: { a: //a }', '', '', ['XML_MALFORMED']],
  ];
  test.each(failing)('%s', (_, spec, content, mediaType, codes) => {
    expect(codesOf(() => run(spec, content, mediaType))).toEqual(codes);
  });
});

describe('while loading', () => {
  const wrong: [string, [string, number][]][] = [
    [
      'values:\n  a: //a[\n  b: { xpath: "foo(1)" }\n',
      [
        ['XPATH_INVALID', 2],
        ['XPATH_INVALID', 3],
      ],
    ],
    ['values:\n  a: { pointer: "/~2" }\n', [['POINTER_INVALID', 2]]],
    ['document: //a[\n', [['XPATH_INVALID', 1]]],
  ];
  test.each(wrong)('%s', (spec, expected) => {
    const { extraction, problems } = prepare(spec);
    expect(extraction).toBeUndefined();
    expect(problems.map((each) => [each.code, each.place?.line])).toEqual(expected);
  });

  test.each([
    ['values: { a: { xpath: //a, pointer: /a } }'],
    ['values: { a: {} }'],
    ['value: {}'],
    ['values: { a: { xpath: //a, type: float } }'],
  ])('the schema refuses %s', (spec) => expect(() => read(spec)).toThrow());

  test('types and media types are known', () => {
    const spec = read(
      'values: { a: //a, n: { xpath: //n, type: decimal } }\ndocuments: { p: { xpath: //p, mediaType: application/pdf } }\ndocument: //d',
    );
    expect(extractionOutputs(spec)).toEqual({
      values: { a: { type: 'string' }, n: { type: 'string', format: 'decimal' } },
      documents: { p: 'application/pdf', document: 'application/xml' },
    });
  });
});

const codesOf = (act: () => unknown): string[] => problemsFrom(act).map(({ code }) => code);

function problemsFrom(act: () => unknown): readonly Problem[] {
  try {
    act();
    return [];
  } catch (thrown) {
    return problemsOf(thrown);
  }
}
