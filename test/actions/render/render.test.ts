import { describe, expect, it } from 'vitest';
import { renderAction } from '../../../actions/render/index.ts';
import { TimbreError } from '../../../engine/errors.ts';
import { tryExample } from '../compile.ts';
import { contextOf, loadingOf, type Situation } from '../loading.ts';

interface Page {
  readonly template: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly language?: string;
  readonly inputs?: readonly string[];
}

/** Renders with a template; codes and places of what is wrong with it, or the problem that it ended with. */
function pageOf({ template, files = {}, language, inputs = [] }: Page, situation: Situation = {}): string {
  const around = {
    files: { 'page.yaml': template, ...files },
    scope: { invoice: true, settings: true },
    inputs: Object.fromEntries(inputs.map((name) => [name, { mediaType: undefined }])),
  };
  const { loading, problems, at } = loadingOf('template: page.yaml', around);
  const parameters = { template: 'page.yaml', ...(language === undefined ? {} : { language }) };
  const prepared = renderAction.prepare(parameters, loading, at);
  if (prepared === undefined) return problems.map(({ code, place }) => `${code} ${place?.line}`).join(', ');
  try {
    const output = renderAction.run(contextOf(situation), prepared);
    const page = 'documents' in output ? output.documents?.document : undefined;
    expect(page?.mediaType).toBe('text/html; charset=utf-8');
    return Buffer.from(page?.bytes ?? '').toString();
  } catch (thrown) {
    if (thrown instanceof TimbreError) return thrown.problems.map(({ code, path }) => `${code} ${path}`).join(', ');
    throw thrown;
  }
}

const head = 'mapping: page\nwrites: html\n';
const body = (tree: string, before = '') =>
  `${head}${before}document:\n  html:\n    body:\n${tree.replace(/^/gm, '      ')}`;
const written = (tree: string, variables = {}) =>
  pageOf({ template: body(tree) }, { variables })
    .replace('<!DOCTYPE html>\n<html>', '')
    .replace('</html>\n', '');

describe('what is written', () => {
  it.each([
    ['p: =invoice.a', '<body><p>&lt;script&gt;alert("&amp;")&lt;/script&gt;</p></body>'],
    ['p: { "@title": =invoice.q, $text: x }', `<body><p title="&quot;'&lt;>">x</p></body>`],
    ['hr: { $empty: true }\np: x', '<body><hr><p>x</p></body>'],
    [
      'img: { "@src": https://example.org/a.png, "@alt": A }',
      '<body><img src="https://example.org/a.png" alt="A"></body>',
    ],
    ['p: { "@class": note, $text: =invoice.none }\ndiv: x', '<body><div>x</div></body>'],
    ['p: { "@class": note, $empty: true }', '<body><p class="note"></p></body>'],
    ['table: { tr: { td: [=invoice.none, x] } }', '<body><table><tr><td></td><td>x</td></tr></table></body>'],
    ['tr: { $if: =has(invoice.none), td: x }\np: x', '<body><p>x</p></body>'],
    ['p: { $for: each in invoice.list, $text: =each }', '<body><p>1</p><p>2</p></body>'],
    ['a: { "@href": =invoice.link, $text: x }', '<body><a href="http://example.org/?a=1&amp;b=2">x</a></body>'],
    ['p: { "@aria-label": x, "@data-kind": y, $text: z }', '<body><p aria-label="x" data-kind="y">z</p></body>'],
  ])('%s', (tree, html) => {
    const invoice = {
      a: '<script>alert("&")</script>',
      q: `"'<>`,
      list: ['1', '2'],
      link: 'http://example.org/?a=1&b=2',
    };
    expect(written(tree, { invoice })).toBe(html);
  });

  it('puts a style sheet in as it is', () => {
    const template = `${head}document: { html: { head: { style: { $file: a/b.css } } } }`;
    expect(pageOf({ template, files: { 'a/b.css': 'p > q { margin: 0 }' } })).toBe(
      '<!DOCTYPE html>\n<html><head><style>p > q { margin: 0 }</style></head></html>\n',
    );
  });
});

describe('what no page may hold', () => {
  it.each([
    'script: x',
    'iframe: { "@title": x, $text: x }',
    'object: x',
    'link: { "@href": https://example.org }',
    'form: { p: x }',
    'svg: x',
    'P: x',
    'p: { "@onclick": x, $text: x }',
    'p: { "@style": "color: red", $text: x }',
    'p: { "@href": https://example.org, $text: x }',
    'meta: { "@http-equiv": refresh, "@content": x }',
    'a: { "@href": "javascript:x", $text: x }',
    'a: { "@href": "//example.org", $text: x }',
    'a: { "@href": "data:image/png;base64,AA", $text: x }',
    'img: { "@src": "data:text/html;base64,AA" }',
    'style: "p { color: red }"',
  ])('%s', (tree) => {
    expect(written(tree)).toMatch(/^HTML_UNSAFE \d+$/);
  });

  it.each([
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'JAVASCRIPT:x',
    'vbscript:x',
    'data:text/html,x',
    '/x',
    'x',
    'file:///x',
  ])('the address %s in the data', (link) => {
    expect(written('a: { "@href": =invoice.link, $text: x }', { invoice: { link } })).toBe('HTML_UNSAFE link');
    expect(written('img: { "@src": =invoice.link }', { invoice: { link } })).toBe('HTML_UNSAFE link');
  });

  it.each([
    'p { } </STYLE><script>x</script>',
    '@import "x.css";',
    'p { background: url(https://example.org/x.png) }',
    'p { background: URL( "//example.org/x.png" ) }',
    'p { background: u\\72l(https://example.org) }',
    '<!-- p { }',
  ])('the style %s', (css) => {
    const template = `${head}document:\n  html:\n    head:\n      style: { $file: x.css }`;
    expect(pageOf({ template, files: { 'x.css': css } })).toBe('HTML_UNSAFE 6');
  });

  it('a character that a page cannot have', () => {
    expect(written('p: =invoice.a', { invoice: { a: 'a\u0000b' } })).toBe('TEXT_NOT_XML a');
  });
});

describe('a template that is wrong', () => {
  it.each<[string, string, string]>([
    ['another root', `${head}document: { body: x }`, 'SCHEMA 3'],
    ['another form', 'mapping: page\nwrites: xml\ndocument: { R: x }', 'SCHEMA 1'],
    ['a void element with content', body('hr: x'), 'SCHEMA 6'],
    ['a file elsewhere than in style', body('p: { $file: x.css }'), 'SCHEMA 6'],
    ['a style sheet of another kind', body('style: { $file: x.js }'), 'SCHEMA 6'],
    ['an unknown label', body('p: =labels.totl', 'labels: { en: { total: Total } }\n'), 'EXPRESSION_UNKNOWN_NAME 7'],
    ['a language with a gap', body('p: =labels.a', 'labels: { en: { a: A, b: B }, es: { a: A } }\n'), 'SCHEMA 3'],
    [
      'a table with a gap',
      body('p: =labels.a["1"]', 'labels: { en: { a: { "1": A } }, es: { a: { "2": A } } }\n'),
      'SCHEMA 3, SCHEMA 3',
    ],
    ['a label that is a number', body('p: x', 'labels: { en: { a: 1 } }\n'), 'SCHEMA 3'],
    ['a language that is none', body('p: x', 'labels: { English: { a: A } }\n'), 'SCHEMA 3'],
    ['an unknown document', body('p: =documents.none.text'), 'EXPRESSION_UNKNOWN_NAME 6'],
  ])('%s', (_, template, expected) => {
    expect(pageOf({ template })).toBe(expected);
  });
});

describe('languages', () => {
  const template = body(
    'p: =language + " " + labels.word + " " + or(labels.units[invoice.unit], invoice.unit)',
    `labels:
  es: { word: Total, units: { H87: Pieza } }
  en: { word: Sum, units: { H87: Piece } }
  en-GB: { word: Amount, units: { H87: Piece } }
`,
  );
  it.each([
    [undefined, 'es Total Pieza'],
    ['en', 'en Sum Piece'],
    ['en-GB', 'en-GB Amount Piece'],
    ['en-US', 'en Sum Piece'],
    ['fr', 'es Total Pieza'],
    ['=settings.language', 'en Sum Piece'],
    ['=settings.none', 'es Total Pieza'],
  ])('%s', (language, text) => {
    const page = pageOf(
      { template, ...(language === undefined ? {} : { language }) },
      { variables: { invoice: { unit: 'H87' }, settings: { language: 'en' } } },
    );
    expect(page).toContain(`<p>${text}</p>`);
  });
});

describe('words in a file of their own', () => {
  const template = body('p: =labels.word', 'labels: words.yaml\n');

  it('are the same', () => {
    expect(pageOf({ template, files: { 'words.yaml': 'en: { word: Sum }\n' } })).toContain('<p>Sum</p>');
  });

  it.each([
    ['that is not there', {}, 'FILE_MISSING 3'],
    ['that holds none', { 'words.yaml': '- a\n' }, 'SCHEMA 1'],
    ['with a gap', { 'words.yaml': 'en: { word: Sum }\nes: { other: X }\n' }, 'SCHEMA 2, SCHEMA 1'],
  ])('%s', (_, files: Record<string, string>, expected) => {
    expect(pageOf({ template, files })).toBe(expected);
  });
});

describe('documents in a page', () => {
  it('come as text, in base64 and as an image', () => {
    const tree =
      'p: =documents.note.text\ncode: =documents.note.base64\nimg: { "@src": =documents.code.dataUri, "@alt": QR }';
    const page = pageOf(
      { template: body(tree), inputs: ['note', 'code'] },
      {
        in: {
          note: { mediaType: 'text/plain', content: 'a < b' },
          code: { mediaType: 'image/svg+xml', content: '<svg/>' },
        },
      },
    );
    expect(page).toContain(
      '<p>a &lt; b</p><code>YSA8IGI=</code><img src="data:image/svg+xml;base64,PHN2Zy8+" alt="QR">',
    );
  });

  it('must be text where they are taken as text', () => {
    const note = { mediaType: 'text/plain', content: Uint8Array.of(0xff) };
    expect(pageOf({ template: body('p: =documents.note.text'), inputs: ['note'] }, { in: { note } })).toMatch(
      /^DOCUMENT_NOT_TEXT/,
    );
  });
});

describe('examples', () => {
  it.each(renderAction.examples)('$title', async (example) => {
    const { output, problem } = await tryExample(renderAction, example);
    expect(problem).toBe(example.expect.problem);
    const text = output?.documents?.document?.bytes;
    if (text) expect(Buffer.from(text).toString()).toBe(example.expect.documents?.document);
  });
});
