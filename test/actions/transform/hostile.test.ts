import fc from 'fast-check';
import { XmlDocument, XmlElement } from 'libxml2-wasm';
import { describe, expect, it } from 'vitest';
import { compileWith, writeWith } from './write.ts';

const mapping = `mapping: m
writes: xml
namespaces: { p: urn:p }
document:
  p:R:
    "@a": { $value: =invoice.text, $empty: true }
    A: =invoice.text
    p:B: { $for: line in invoice.lines, "@p:c": =line, $text: =line }
`;

const write = compileWith(mapping, { invoice: true });

/** Attribute, text and lines as libxml2 reads them back. */
function readBack(xml: string) {
  const document = XmlDocument.fromBuffer(Buffer.from(xml, 'utf8'));
  try {
    const lines = document.root.find('p:B', { p: 'urn:p' }).map((node) => {
      return node instanceof XmlElement ? [node.attr('c', 'p')?.content, node.content] : [];
    });
    return { attribute: document.root.attr('a')?.content, text: document.root.get('A')?.content ?? '', lines };
  } finally {
    document.dispose();
  }
}

const faithful: Record<string, string> = {
  markup: '<script>alert("x")</script> & &amp; \'q\' <!-- --> <![CDATA[ ]]> ]]> <?pi?> -->',
  references: '&lt; &#0; &#x1; &bogus; %pe;',
  'white space of all kinds': ' \t \n \r \r\n  \u0085\u00a0\u2028 ',
  'only white space': '\n',
  'C1 controls, which XML 1.0 allows': '\u0080\u009f\u007f',
  'other planes and writing systems': '😀𝄞 中文 العربية עברית \u200d\ufeffx\ufffd',
  'the last characters of planes': '\ud7ff\ue000\ufffd\u{10000}\u{10ffff}',
  'a text of 1 MB': 'x<&>"\r\n\t'.repeat(131_072),
  'a text of 1 MB without anything special': 'x'.repeat(1 << 20),
};

describe('hostile text', () => {
  it.each(Object.entries(faithful))('%s comes back as it was', async (_, text) => {
    const { text: xml = '', problems } = await write({ invoice: { text, lines: [text] } });
    expect(problems).toEqual([]);
    expect(readBack(xml)).toEqual({ attribute: text, text, lines: [[text, text]] });
  });

  it.each([
    ...'\0\u0001\u0008\u000b\u000c\u000e\u001f\ufffe\uffff',
    '\ud800',
    '\udfff',
    '\udc00\ud800',
    `${'x'.repeat(1 << 20)}\0`,
  ])('what XML cannot hold is refused: case %#', async (text) => {
    const { text: xml, problems } = await write({ invoice: { lines: ['good', `a${text}b`] } });
    expect(xml).toBeUndefined();
    expect(problems.map(({ code, path }) => [code, path])).toEqual([
      ['TEXT_NOT_XML', 'lines[1]'],
      ['TEXT_NOT_XML', 'lines[1]'],
    ]);
    expect(problems.every(({ message }) => message.length < 200)).toBe(true);
  });

  it('any text either comes back as it was or is refused because of a character', async () => {
    const unit = fc.oneof(fc.constantFrom('binary' as const, 'grapheme' as const));
    const strings = unit.chain((kind) => fc.string({ unit: kind, maxLength: 30 }));
    await fc.assert(
      fc.asyncProperty(strings, fc.array(strings, { maxLength: 4 }), async (text, lines) => {
        const { text: xml, problems } = await write({ invoice: { text, lines } });
        if (problems.length > 0)
          return problems.every(({ code }) => code === 'TEXT_NOT_XML') && [text, ...lines].some(isNotXml);
        const kept = lines.filter((line) => line !== '').map((line) => [line, line]);
        expect(readBack(xml ?? '')).toEqual({ attribute: text, text, lines: kept });
        return true;
      }),
      { numRuns: 150 },
    );
  });

  it('any JSON text comes back from JSON as it was', async () => {
    const json =
      'mapping: m\nwrites: json\ndocument: { a: =invoice.text, b: { $for: l in invoice.lines, $value: =l } }\n';
    const writeJson = compileWith(json, { invoice: true });
    const strings = fc.string({ unit: 'binary', minLength: 1 });
    await fc.assert(
      fc.asyncProperty(strings, fc.array(strings, { minLength: 1 }), async (text, lines) => {
        const { text: written = '' } = await writeJson({ invoice: { text, lines } });
        expect(JSON.parse(written)).toEqual({ a: text, b: lines });
      }),
      { numRuns: 100 },
    );
  });

  it('names that every object has are not in the data', async () => {
    const paths = ['constructor.name', 'toString', '__proto__.x', 'lines.length', 'text.length', 'valueOf.name'];
    const document = paths.map((path, index) => `E${index}: =invoice.${path}`).join(', ');
    const { text } = await writeWith(`mapping: m\nwrites: xml\ndocument: { R: { ${document} } }\n`, {
      invoice: { text: 'abc', lines: [1] },
    });
    expect(text).toContain('<R/>');
  });
});

/** The production Char of XML 1.0, character by character, apart from the product's expression. */
function isNotXml(text: string): boolean {
  return [...text].some((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20) return code !== 9 && code !== 10 && code !== 13;
    return (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff;
  });
}
