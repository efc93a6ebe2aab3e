import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendAction } from '../../../actions/append/index.ts';
import { codeOf, prepared, tryExample } from '../compile.ts';
import { contextOf } from '../loading.ts';

async function append(document: string | Uint8Array, part: string, yaml = 'into: /a\n'): Promise<Buffer> {
  const xml = (content: string | Uint8Array) => ({ mediaType: 'application/xml', content });
  const context = contextOf({ in: { document: xml(document), part: xml(part) } });
  const output = await appendAction.run(context, prepared(appendAction, yaml));
  return Buffer.from(output.documents?.document?.bytes ?? []);
}

describe('append', () => {
  it.each(appendAction.examples)('example: $title', async (example) => {
    const { output, problem } = await tryExample(appendAction, example);
    expect(problem).toBe(example.expect.problem);
    for (const [name, text] of Object.entries(example.expect.documents ?? {}))
      expect(Buffer.from(output?.documents?.[name]?.bytes ?? []).toString()).toBe(text);
  });

  const cases: [string, string, string, string, string?][] = [
    ['an empty element opens', '<a/>', '<b/>', '<a><b/></a>'],
    ['one with spaces in its tags too', '<a  x="1" />\n', '<b/>', '<a  x="1" ><b/></a>\n'],
    ['it is the last child', '<a><c/> text <!-- c --></a>', '<b>1</b>', '<a><c/> text <!-- c --><b>1</b></a>'],
    [
      'a comment is no end tag',
      '<a><!-- </a> --><![CDATA[</a>]]></a >',
      '<b/>',
      '<a><!-- </a> --><![CDATA[</a>]]><b/></a >',
    ],
    ['what stands around the part stays away', '<a/>', '<?xml version="1.0"?><!-- x --><b/>\n', '<a><b/></a>'],
    [
      'no namespace stays none',
      '<a xmlns="urn:a"/>',
      '<b c="1"/>',
      '<a xmlns="urn:a"><b c="1" xmlns=""/></a>',
      'into: /n:a\nnamespaces: { n: urn:a }\n',
    ],
    ['a deeper place', '<a><b/><c/></a>', '<d/>', '<a><b/><c><d/></c></a>', 'into: /a/c\n'],
    ['a byte order mark stays', '\uFEFF<a/>', '<b/>', '\uFEFF<a><b/></a>'],
  ];
  it.each(cases)('%s', async (_, document, part, expected, yaml) => {
    expect((await append(document, part, yaml)).toString()).toBe(expected);
  });

  it('keeps the encoding of the document', async () => {
    const latin = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>ñ</a>', 'latin1');
    const added = await append(latin, '<b>ñ €</b>');
    expect(added.toString('latin1')).toBe('<?xml version="1.0" encoding="ISO-8859-1"?><a>ñ<b>ñ &#8364;</b></a>');
  });

  it.each([
    ['not there', '<a/>', '<b/>', 'into: /a/c\n', 'APPEND_PLACE'],
    ['there twice', '<a><c/><c/></a>', '<b/>', 'into: /a/c\n', 'APPEND_PLACE'],
    ['of another namespace', '<a xmlns="urn:a"/>', '<b/>', 'into: /a\n', 'APPEND_PLACE'],
    ['no XML', '<a>', '<b/>', 'into: /a\n', 'XML_MALFORMED'],
    ['a part that is no XML', '<a/>', '<b', 'into: /a\n', 'XML_MALFORMED'],
    ['a DOCTYPE', '<a/>', '<!DOCTYPE b><b/>', 'into: /a\n', 'XML_DOCTYPE'],
    ['an unknown prefix', '<a/>', '<b/>', 'into: /n:a\n', 'XPATH_INVALID'],
  ])('refuses what is %s', async (_, document, part, yaml, code) => {
    expect(await codeOf(() => append(document, part, yaml))).toBe(code);
  });

  it('changes nothing before or behind, whatever stands there', async () => {
    const text = fc
      .stringMatching(/^[ -;=?-~ñ€\n]{0,30}$/)
      .map((each) => each.replaceAll('&', '&amp;').replaceAll(']]>', ''));
    await fc.assert(
      fc.asyncProperty(text, text, async (before, after) => {
        const head = `<a><c q="${before.replaceAll('"', "'")}">${before}</c>${after}`;
        expect((await append(`${head}</a>\n<!--${after.replaceAll('-', '')}-->`, '<b/>')).toString()).toBe(
          `${head}<b/></a>\n<!--${after.replaceAll('-', '')}-->`,
        );
      }),
      { numRuns: 50 },
    );
  });

  const noXmllint = spawnSync('xmllint', ['--version']).error !== undefined;
  it.skipIf(noXmllint)('gives what xmllint reads as the two together', async () => {
    const added = await append(
      '<a xmlns="urn:a"><c/></a>',
      '<p:b xmlns:p="urn:p" p:x="&lt;"><d/></p:b>',
      'into: /n:a\nnamespaces: { n: urn:a }\n',
    );
    const { stdout } = spawnSync('xmllint', ['--c14n', '-'], { input: added, encoding: 'utf8' });
    expect(stdout).toBe('<a xmlns="urn:a"><c></c><p:b xmlns="" xmlns:p="urn:p" p:x="&lt;"><d></d></p:b></a>');
  });
});
