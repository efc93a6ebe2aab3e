import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

/** Debian's libpdfbox2-java, and the parts of Java EE that its preflight was written with (libactivation-java, libjaxb-api-java). */
const jars = [
  'preflight',
  'xmpbox',
  'pdfbox2',
  'fontbox2',
  'commons-logging',
  'commons-io',
  'javax.activation',
  'jaxb-api',
].map((name) => `/usr/share/java/${name}.jar`);
const absent = jars.filter((jar) => !existsSync(jar));

/** Why nobody else judges here whether a PDF is PDF/A. */
export const noPreflight =
  absent.length > 0
    ? `no ${absent.join(', ')} (Debian: libpdfbox2-java, libactivation-java, libjaxb-api-java)`
    : spawnSync('java', ['-version']).error && 'no java (Debian: openjdk-17-jre-headless)';

interface Rules {
  /** What is said against a PDF/A-3b that holds, and the clause of ISO 19005-3 that allows it. */
  readonly allowed: readonly { readonly code: string; readonly says: string; readonly by: string }[];
  /** What is wrong with a PDF, the clause of ISO 19005-3 that forbids it, too, and the code that it is found by. */
  readonly broken: Readonly<Record<string, { readonly by: string; readonly code: string }>>;
}

export const pdfA: Rules = parse(readFileSync(new URL('pdf-a-3.yaml', import.meta.url), 'utf8'));

/** What is said against a PDF without what ISO 19005-3 allows. */
export const notAllowed = (said: readonly string[]): string[] =>
  said.filter((line) => !pdfA.allowed.some(({ code, says }) => line.startsWith(`${code} `) && line.includes(says)));

/**
 * Everything that PDFBox's preflight, which judges by ISO 19005-1 level B, says against each PDF. One JVM for all.
 *
 * @returns lines of a code and a text, by the names that were given
 */
export function everythingSaid(pdfs: ReadonlyMap<string, Uint8Array>): Map<string, string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'timbre-preflight-'));
  try {
    const paths = [...pdfs.values()].map((bytes, index) => {
      const path = join(folder, `${index}.pdf`);
      writeFileSync(path, bytes);
      return path;
    });
    const list = join(folder, 'list');
    writeFileSync(list, paths.join('\n'));
    const main = ['org.apache.pdfbox.preflight.Validator_A1b', 'xml', 'group', list];
    const parameters = [`-Dpdfbox.fontcache=${folder}`, '-cp', jars.join(':'), ...main];
    execFileSync('java', parameters, { stdio: ['ignore', 'ignore', 'pipe'] });
    const told = readFileSync(`${list}.preflight.xml`, 'utf8').split('<preflight ').slice(1);
    return new Map([...pdfs.keys()].map((name, index) => [name, findingsOf(told[index] ?? '')]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Where it says neither that a PDF holds nor why not, it has not judged it. */
function findingsOf(told: string): string[] {
  const found = [...told.matchAll(/<code>([^<]*)<\/code>\s*<details>([^<]*)/g)].map(
    ([, code, text]) => `${code} ${text}`,
  );
  return found.length > 0 || told.includes('>true</isValid>') ? [...new Set(found)] : ['not judged'];
}
