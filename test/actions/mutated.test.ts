import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ExtractionSpec, extract, prepareExtraction } from '../../actions/lib/extract/index.ts';
import { withXml } from '../../actions/lib/xml/index.ts';
import { readXmlText } from '../../actions/lib/xml-text/index.ts';
import { TimbreError } from '../../engine/errors.ts';
import { readJson } from '../../engine/json.ts';
import { ownFeatures } from '../../platform/environment/index.ts';
import { loadingOf } from './loading.ts';
import { compileWith } from './transform/write.ts';

/** TIMBRE_MUTATIONS=25000 is 100,000 in all. */
const numRuns = Number(process.env.TIMBRE_MUTATIONS ?? 250);
/** Milliseconds that they may take together. */
const longest = 30_000 + 24 * numRuns;

const caseOf = (file: string) => readFileSync(join(ownFeatures, 'mx/cfdi/cases/invoice', file));
const comprobante = caseOf('expected/comprobante.xml');
const invoice = caseOf('input.json');
const answer = Buffer.from(
  '<?xml version="1.0" encoding="UTF-8"?>\n<s:E xmlns:s="urn:s"><s:r xmlns="urn:r" a="1"><uuid>A-1</uuid><n>12</n>' +
    '<code>307</code><x>PGEvPg==</x><t>&lt;a b="&amp;amp;"/></t><c><![CDATA[<a/>]]></c></s:r></s:E>',
);

/** What makes parsers stumble, put in anywhere. */
const pieces = [
  ...['<', '>', '&', '"', "'", '/', ']]>', '<!--', '<![CDATA[', '<?x ?>', '&#0;', '&#x110000;', '&a;', '<!DOCTYPE a>'],
  ...['xmlns="', 'xmlns:a=""', 'a:', '\0', '\ufeff', '\ud800', '\u2028', '{', '}', '[', ',', ':', '\\u', '\\', '1e999'],
  ...['-', '-0', '__proto__', 'null', 'x'.repeat(5_000), '<a>'.repeat(300), '['.repeat(300)],
];
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(400)),
  put: fc.oneof(fc.constant(''), fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 4 })),
  again: fc.boolean(),
});

/** Bytes with some of them cut out, doubled, or others put in between; a byte is no character. */
const mutated = (bytes: Buffer) =>
  fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) =>
    changes.reduce((before, { at, cut, put, again }) => {
      const from = Math.floor(at * before.length);
      const rest = before.subarray(again ? Math.max(0, from - cut) : from + cut);
      return Buffer.concat([before.subarray(0, from), Buffer.from(put, 'utf8'), rest]);
    }, bytes),
  );

/** Whatever comes, it is used or refused with a code. */
async function survives(bytes: Buffer, use: (bytes: Buffer) => unknown): Promise<void> {
  try {
    await use(bytes);
  } catch (thrown) {
    if (!(thrown instanceof TimbreError)) throw thrown;
  }
}

const { loading, at } = loadingOf('');
const spec: ExtractionSpec = {
  namespaces: { s: 'urn:s', r: 'urn:r' },
  document: '//r:t',
  values: { uuid: '//r:uuid', a: '/s:E/s:r/@a', code: '//r:code[1]', inside: { xpath: '/a/@b', in: 'document' } },
};
const extraction = prepareExtraction(spec, loading, at);
const write = compileWith(
  'mapping: m\nwrites: xml\ndocument: { R: { "@n": =invoice.number, L: { $for: l in invoice.lines, $text: =l.description } } }\n',
  { invoice: true },
);

const targets: Readonly<Record<string, readonly [Buffer, (bytes: Buffer) => unknown]>> = {
  'a document, as the signing actions read it': [comprobante, (bytes) => readXmlText(bytes)],
  'a document, as libxml2 reads it for us': [comprobante, (bytes) => withXml(bytes, ({ root }) => root.name)],
  "an authority's answer": [answer, (bytes) => extraction && extract(extraction, bytes, 'text/xml')],
  'business data, read and written': [invoice, (bytes) => write({ invoice: readJson(bytes).data })],
};

describe('100,000 mutated inputs, and fewer in every npm test', () => {
  it('unchanged, they are read', async () => {
    expect(readXmlText(comprobante).root.local).toBe('Comprobante');
    expect(withXml(comprobante, ({ root }) => root.name)).toBe('Comprobante');
    expect(extraction && extract(extraction, answer, 'text/xml').values).toMatchObject({
      uuid: 'A-1',
      inside: '&',
    });
    expect((await write({ invoice: readJson(invoice).data })).problems).toEqual([]);
  });

  it.each(Object.entries(targets))(
    `%s: ${numRuns} times`,
    async (_, [bytes, use]) => {
      await fc.assert(
        fc.asyncProperty(mutated(bytes), (changed) => survives(changed, use)),
        { numRuns },
      );
    },
    longest,
  );
});
