import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const missing = ['pdfdetach', 'qpdf'].filter((program) => spawnSync(program, ['--version']).error);

/** Why nobody else reads a PDF here. */
export const noPdfReaders = missing.length === 0 ? undefined : `${missing.join(', ')} is not installed`;

/** What poppler and qpdf say of a PDF with a file in it. Throws where qpdf finds an error in its structure. */
export interface ReadByOthers {
  readonly names: readonly string[];
  readonly content: Buffer;
  readonly relationship: string | undefined;
  /** Whether the catalog lists a file as associated, and what kind of file it is said to be (ISO 19005-3, 6.8). */
  readonly associated: boolean;
  readonly subtype: string | undefined;
  readonly part: string | undefined;
  readonly level: string | undefined;
}

export function readByOthers(pdf: Uint8Array): ReadByOthers {
  const folder = mkdtempSync(join(tmpdir(), 'timbre-hybrid-'));
  const [whole, plain, file] = ['whole.pdf', 'plain.pdf', 'file'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  try {
    writeFileSync(whole, pdf);
    execFileSync('qpdf', ['--check', whole], { stdio: 'ignore' });
    execFileSync('qpdf', ['--qdf', '--object-streams=disable', whole, plain]);
    execFileSync('pdfdetach', ['-save', '1', '-o', file, whole]);
    const listed = execFileSync('pdfdetach', ['-list', whole], { encoding: 'utf8' });
    const text = readFileSync(plain, 'latin1');
    const one = (pattern: RegExp) => pattern.exec(text)?.[1];
    return {
      names: [...listed.matchAll(/^\d+: (.*)$/gm)].map(([, name = '']) => name),
      content: readFileSync(file),
      relationship: one(/\/AFRelationship \/(\w+)/),
      associated: /\/AF \[\s*\d+ 0 R/.test(text),
      subtype: one(/\/Subtype \/(application\S*)/),
      part: one(/<pdfaid:part>(\d)</),
      level: one(/<fx:ConformanceLevel>([^<]*)</),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
