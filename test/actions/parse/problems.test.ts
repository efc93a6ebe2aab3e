import { describe, expect, it } from 'vitest';
import { told, writeWith } from '../transform/write.ts';
import { readWith } from './read.ts';

const head = 'mapping: m\nwrites: xml\n';

/** Mapping, and what is told when something reads with it. */
const cases: readonly [string, string, string[]][] = [
  [
    'computed values that do not say how',
    'document:\n  R:\n    "@a": =invoice.b + "x"\n    C: =text(invoice.d)\n',
    ['MAPPING_NOT_READABLE 5:11', 'MAPPING_NOT_READABLE 6:8'],
  ],
  [
    'a computed list that does not say where to',
    'document:\n  R:\n    A:\n      $for: l in =invoice.l.filter(x, true)\n      $text: =l.a\n',
    ['MAPPING_NOT_READABLE 6:13'],
  ],
  [
    'a name that is computed',
    'document:\n  R:\n    $with: { n: "=invoice.a + invoice.b" }\n    A: =n\n',
    ['MAPPING_NOT_READABLE 6:8'],
  ],
  [
    'the number of a line',
    'document:\n  R:\n    A: { $for: "l, i in invoice.l", $text: =i }\n',
    ['MAPPING_NOT_READABLE 5:44'],
  ],
  [
    'a fragment, once for all its uses',
    'fragments:\n  f: { A: =text(invoice.a) }\ndocument:\n  R: { B: { $use: f }, C: { $use: f } }\n',
    ['MAPPING_NOT_READABLE 4:11'],
  ],
  [
    'two texts in one element',
    'fragments: { f: { $text: =invoice.a } }\ndocument:\n  R: { A: { $text: =invoice.b, $use: f } }\n',
    ['MAPPING_NOT_READABLE 3:26'],
  ],
  ['a page for people', '', ['MAPPING_NOT_READABLE 1:10']],
  ['what is passed over is not asked', 'document:\n  R:\n    A: { $writeOnly: true, B: =text(invoice.b) }\n', []],
  [
    'a path that is none',
    'document:\n  R:\n    "@a": { $value: =text(invoice.a), $read: "invoice.a + 1" }\n',
    ['SCHEMA 5:46'],
  ],
  [
    'a place outside the business data',
    'document:\n  R:\n    "@a": { $readOnly: true, $read: value }\n',
    ['EXPRESSION_UNKNOWN_NAME 5:37'],
  ],
  [
    'a treacherous place',
    'document:\n  R:\n    "@a": { $readOnly: true, $read: invoice.__proto__.a }\n',
    ['SCHEMA 5:37'],
  ],
  [
    'an expression over what is not there',
    'document:\n  R:\n    "@a": { $readOnly: true, $read: { invoice.a: =valu } }\n',
    ['EXPRESSION_UNKNOWN_NAME 5:51'],
  ],
  ['what goes into no list', 'document:\n  R:\n    A: { $for: l in invoice.l, $into: invoice, $text: =l }\n', []],
];

describe('what check says of a mapping that is read', () => {
  it.each(cases)('%s', async (_, mapping, expected) => {
    const whole = mapping === '' ? 'mapping: m\nwrites: html\ndocument: { html: { body: x } }\n' : head + mapping;
    expect(told((await readWith(whole, '<R/>')).problems)).toEqual(expected);
  });

  it('is not said of one that only writes', async () => {
    const { text, problems } = await writeWith(`${head}document: { R: { "@a": =text(invoice.a) } }`, {
      invoice: { a: 1 },
    });
    expect(problems).toEqual([]);
    expect(text).toContain('<R a="1"/>');
  });

  it('$readOnly is never written, nor are its prefixes declared', async () => {
    const mapping = `${head}namespaces: { a: urn:a, b: urn:b }
document: { R: { "@a:x": { $readOnly: true }, "@v": "1", b:B: { $readOnly: true, b:C: =invoice.a }, D: { $text: { $readOnly: true, $value: =invoice.a } } } }`;
    const { text } = await writeWith(mapping, { invoice: { a: 1 } });
    expect(text).toBe('<?xml version="1.0" encoding="UTF-8"?>\n<R v="1"/>');
    const json = await writeWith(
      'mapping: m\nwrites: json\ndocument: { a: { $readOnly: true }, b: { $readOnly: true, c: =invoice.a }, d: =invoice.a }',
      {
        invoice: { a: 1 },
      },
    );
    expect(json.text).toBe('{"d":1}');
  });
});
