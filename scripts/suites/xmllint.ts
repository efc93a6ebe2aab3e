import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { artefacts } from './artefacts.ts';

/** Why there is no xmllint; undefined when there is one. */
export function xmllintMissing(): string | undefined {
  return spawnSync('xmllint', ['--version']).error ? 'no xmllint (Debian: libxml2-utils)' : undefined;
}

/** Whether xmllint, a process of its own, finds each document valid by one of the schemas (relative to the artefacts). */
export function validByXmllint(schemas: readonly string[], documents: readonly Uint8Array[]): readonly boolean[] {
  const folder = mkdtempSync(join(tmpdir(), 'timbre-xmllint-'));
  try {
    const files = documents.map((bytes, index) => {
      const file = join(folder, `${index}.xml`);
      writeFileSync(file, bytes);
      return file;
    });
    const said = schemas.flatMap((schema) => {
      const { stderr } = spawnSync('xmllint', ['--nonet', '--noout', '--schema', join(artefacts, schema), ...files], {
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      });
      return stderr.split('\n');
    });
    return files.map((file) => said.includes(`${file} validates`));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
