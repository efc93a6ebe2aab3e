import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFolder } from '../../platform/environment/index.ts';
import { stylesheetEn } from './documents.ts';

/** Debian's libsaxonhe-java. */
const jar = '/usr/share/java/Saxon-HE.jar';

/**
 * Milliseconds that warm Saxon-HE takes for a document with the official stylesheet, parsing included: the median of the
 * documents' medians. Undefined where Saxon-HE or a Java compiler is not installed.
 */
export function saxonMilliseconds(documents: readonly Uint8Array[]): number | undefined {
  if (!existsSync(jar) || spawnSync('javac', ['-version']).status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'timbre-saxon-'));
  try {
    const source = join(packageFolder, 'bench/schematron/Warm.java');
    if (spawnSync('javac', ['-cp', jar, '-d', folder, source]).status !== 0) return undefined;
    const files = documents.map((bytes, at) => {
      const file = join(folder, `${at}.xml`);
      writeFileSync(file, bytes);
      return file;
    });
    const run = spawnSync('java', ['-cp', `${jar}:${folder}`, 'Warm', stylesheetEn, ...files], { encoding: 'utf8' });
    return run.status === 0 ? Number(run.stdout.trim()) : undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
