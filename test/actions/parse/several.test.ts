import { describe, expect, it } from 'vitest';
import { parseAction } from '../../../actions/parse/index.ts';
import { createDocument, problemsOf } from '../../../engine/index.ts';
import { contextOf, loadingOf } from '../loading.ts';

const files = {
  'a.yaml': 'mapping: a\nwrites: xml\nnamespaces: { "": urn:a }\ndocument: { R: { A: =invoice.a } }',
  'b.yaml': 'mapping: b\nwrites: xml\nnamespaces: { "": urn:b }\ndocument: { R: { B: =invoice.a } }',
  'again.yaml': 'mapping: b\nwrites: xml\nnamespaces: { x: urn:b }\ndocument: { x:R: { C: =invoice.a } }',
  'json.yaml': 'mapping: c\nwrites: json\ndocument: { a: =invoice.a }',
  'schema.json': '{ "type": "object", "properties": { "a": { "type": "string" } } }',
};

async function read(mapping: readonly string[], document: string) {
  const { loading, problems, at } = loadingOf(`mapping: ${JSON.stringify(mapping)}`, {
    files,
    scope: { invoice: true },
  });
  const prepared = parseAction.prepare({ mapping, schema: 'schema.json' }, loading, at);
  if (prepared === undefined) return problems.map(({ code }) => code);
  try {
    const input = createDocument('document', 'application/xml', document);
    const { documents } = await parseAction.run({ ...contextOf(), in: { document: input } }, prepared);
    return Buffer.from(documents?.data?.bytes ?? '').toString('utf8');
  } catch (thrown) {
    return problemsOf(thrown).map(({ code }) => code);
  }
}

describe('of several mappings', () => {
  it.each([
    ['the root element says which reads', ['a.yaml', 'b.yaml'], '<q:R xmlns:q="urn:b"><q:B>x</q:B></q:R>', '{"a":"x"}'],
    ['its namespace, too', ['a.yaml', 'b.yaml'], '<R xmlns="urn:a"><A>x</A></R>', '{"a":"x"}'],
    ['no other document is read', ['a.yaml', 'b.yaml'], '<R><A>x</A></R>', ['PARSE_OTHER_DOCUMENT']],
    ['no two have one root element', ['b.yaml', 'again.yaml'], '', ['SCHEMA']],
    ['none reads JSON', ['a.yaml', 'json.yaml'], '', ['SCHEMA']],
    ['one may', ['json.yaml'], '{"a":"x"}', '{"a":"x"}'],
  ] as const)('%s', async (_, mapping, document, expected) => {
    expect(await read(mapping, document)).toEqual(expected);
  });
});
