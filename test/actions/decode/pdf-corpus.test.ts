import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeAction } from '../../../actions/decode/index.ts';
import { artefact, hasArtefacts } from '../../shared.ts';
import { codeOf, prepared } from '../compile.ts';
import { contextOf } from '../loading.ts';

const hasPoppler = spawnSync('pdfdetach', ['-v']).error === undefined;
const corpus = artefact('eu/factur-x');

const decode = async (entry: string, content: Uint8Array) => {
  const context = contextOf({ in: { document: { mediaType: 'application/pdf', content } } });
  return decodeAction.run(context, prepared(decodeAction, `form: pdf\n${entry}`));
};

const work = mkdtempSync(join(tmpdir(), 'timbre-pdf-'));
afterAll(() => rmSync(work, { recursive: true }));

/** Names and contents of what poppler finds in a PDF. */
function byPoppler(path: string): [string, Buffer][] {
  const listed = execFileSync('pdfdetach', ['-list', path], { encoding: 'utf8' });
  return [...listed.matchAll(/^(\d+): (.*)$/gm)].map(([, number = '', name = '']) => {
    const to = join(work, number);
    execFileSync('pdfdetach', ['-save', number, '-o', to, path]);
    return [name, readFileSync(to)];
  });
}

describe.skipIf(!hasArtefacts || !hasPoppler)('decode PDFs of others, needs the artefacts and poppler', () => {
  const pdfs = hasArtefacts
    ? readdirSync(corpus, { recursive: true, encoding: 'utf8' }).filter((each) => each.endsWith('.pdf'))
    : [];

  it('takes out what poppler takes out', { timeout: 60_000 }, async () => {
    let files = 0;
    for (const path of pdfs) {
      const content = readFileSync(join(corpus, path));
      const others = byPoppler(join(corpus, path));
      for (const [name, bytes] of others) {
        const output = await decode(`entry: ${JSON.stringify(name)}\n`, content);
        expect(Buffer.compare(output.documents?.document?.bytes ?? Buffer.alloc(0), bytes), `${path}: ${name}`).toBe(0);
        files++;
      }
      if (others.length === 0) expect(await codeOf(() => decode('', content)), path).toBe('DECODE_ENTRY');
    }
    console.log(`${files} files attached to ${pdfs.length} PDFs, each equal to what poppler takes out`);
    expect(files).toBeGreaterThan(pdfs.length / 2);
  });
});
