import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { attachedFiles, metadataOf, openPdf } from '../../../actions/lib/pdf/index.ts';
import { printAction } from '../../../actions/print/index.ts';
import { codeOf } from '../compile.ts';
import { contextOf, loadingOf } from '../loading.ts';

const style = `print: page
paper: { size: A4 }
styles:
  body: { fontSize: 9 }
  dl div: { columns: [80, "*"], gap: 5 }
  .lines: { widths: [20, "*", auto] }
  thead tr: { lineBelow: { width: 1, color: "#000000" } }
  .lines td div: { display: inline, separator: " / " }
  .secret: { display: none }
  footer: { lineEnds: true, lineAbove: { width: 1, color: "#000000" } }
`;

function prepare(yaml: string) {
  const { loading, problems, at } = loadingOf('style: print.yaml', { files: { 'print.yaml': yaml } });
  return { prepared: printAction.prepare({ style: 'print.yaml' }, loading, at), problems };
}

async function print(body: string, yaml = style, title = 'Rechnung F-1') {
  const { prepared, problems } = prepare(yaml);
  if (prepared === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
  const content = `<!DOCTYPE html><html lang="de"><head><title>${title}</title></head><body>${body}</body></html>`;
  return printAction.run(contextOf({ in: { document: { mediaType: 'text/html', content } } }), prepared);
}

async function printed(body: string): Promise<Uint8Array> {
  return (await print(body)).documents?.document?.bytes ?? Buffer.alloc(0);
}

const rows = Array.from(
  { length: 90 },
  (_, at) => `<tr><td>${at + 1}</td><td>Größe Š <div>rot</div><div>12 €</div></td><td>10,00</td></tr>`,
);
const page = `<h1>Rechnung <em>F-1</em></h1><p class="secret">hidden</p><dl><div><dt>Datum</dt><dd>2026-03-01</dd></div></dl>
<table class="lines"><caption>Positionen</caption><thead><tr><th>Nr.</th><th colspan="2">Ware</th></tr></thead>
<tbody>${rows.join('')}</tbody></table><ul><li>One</li><li>Two</li></ul>
<p>${'x'.repeat(300)}</p><footer>Zeile 1\nZeile 2</footer>`;
const limits = { maxBytes: 1_000_000 };

describe('a page on paper', () => {
  it('is PDF/A-3, says its title, and is the same each time', async () => {
    const [one, other] = [await printed(page), await printed(page)];
    expect(Buffer.compare(one, other)).toBe(0);
    const pdf = await openPdf(one, limits);
    const metadata = Buffer.from((await metadataOf(pdf, limits)) ?? []).toString();
    expect(metadata).toMatch(/<pdfaid:part>3<[\s\S]*<pdfaid:conformance>B</);
    expect(metadata).toContain('Rechnung F-1');
    expect(attachedFiles(pdf, { ...limits, maxFiles: 1 })).toEqual([]);
  });

  it('says a title of the characters of XML', async () => {
    const { documents } = await print(page, style, 'M &amp; S &lt;1&gt;');
    const pdf = await openPdf(documents?.document?.bytes ?? Buffer.alloc(0), limits);
    const metadata = Buffer.from((await metadataOf(pdf, limits)) ?? []);
    expect(metadata.toString()).toContain('>M &amp; S &lt;1><');
    expect(pdf.getTitle()).toBe('M & S <1>');
  });

  it('says which letters its font does not have', async () => {
    const { problems } = await print('<p>Ελλάδα Łódź Țară 中文 🎉</p>');
    expect(problems).toMatchObject([{ code: 'PRINT_LETTERS', severity: 'warning' }]);
    expect(problems?.[0]?.message).toContain('中 (U+4E2D), 文 (U+6587), 🎉 (U+1F389)');
  });

  it.each([
    ['nothing on it', '<p class="secret">x</p>', 'PRINT_EMPTY'],
    ['more than is printed', `<p>${'x '.repeat(1_000_001)}</p>`, 'PRINT_TOO_LONG'],
    ['an image that is none', '<img src="data:image/png;base64,AAAA">', 'PRINT_FAILED'],
  ])('is not made of a page with %s', async (_, body, code) => {
    expect(await codeOf(() => print(body))).toBe(code);
  });

  it.each([
    ['styles: { h1: { size: 3 } }', 'KEY_UNKNOWN', 'size'],
    ['styles: { h1: { fontSize: large } }', 'SCHEMA', 'fontSize'],
    ['styles: { "h1 > p": {} }', 'SCHEMA', ''],
    ['styles: { p: { color: red } }', 'SCHEMA', 'color'],
  ])('a style file with %s', (text, code, word) => {
    const { prepared, problems } = prepare(`print: page\npaper: { size: A4 }\n${text}\n`);
    expect(prepared).toBeUndefined();
    expect(problems).toMatchObject([{ code, place: { file: 'print.yaml', line: 3 } }]);
    expect(problems[0]?.message).toContain(word);
  });
});

const others = ['qpdf', 'pdffonts', 'pdftotext'].every((each) => spawnSync(each, ['--version']).error === undefined);

describe.skipIf(!others)('a page on paper, read by others: needs qpdf and poppler', () => {
  const work = mkdtempSync(join(tmpdir(), 'timbre-print-'));
  afterAll(() => rmSync(work, { recursive: true }));
  const told = (program: string, ...parameters: string[]) =>
    spawnSync(program, parameters, { encoding: 'utf8' }).stdout;

  it('has every letter embedded and readable, and heads of tables on every sheet', async () => {
    const path = join(work, 'page.pdf');
    writeFileSync(path, await printed(page));
    expect(told('qpdf', '--check', path)).toContain('No syntax or stream encoding errors');
    const fonts = told('pdffonts', path).trim().split('\n').slice(2);
    expect(fonts.length).toBeGreaterThan(1);
    for (const font of fonts) expect(font).toMatch(/ yes yes yes /);
    const sheets = told('pdftotext', '-layout', path, '-').split('\f').slice(0, -1);
    expect(sheets).toHaveLength(3);
    for (const [at, sheet] of sheets.entries()) {
      expect(sheet).toMatch(/Nr\.\s+Ware/);
      expect(sheet).toMatch(new RegExp(`${at + 1} ?/ ?3\\s*$`));
    }
    const text = sheets.join('');
    expect(text).toMatch(/90\s+Größe Š rot \/ 12 €\s+10,00/);
    expect(text).toMatch(/Datum\s+2026-03-01/);
    expect(text.replace(/\s/g, '')).toContain('x'.repeat(300));
    expect(text).toMatch(/Zeile 1\n\s*Zeile 2/);
    expect(text).not.toContain('hidden');
  });
});
