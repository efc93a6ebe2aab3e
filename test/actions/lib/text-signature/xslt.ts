import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { artefact, hasArtefacts } from '../../../shared.ts';

const schemas = artefact('mx/schemas/www.sat.gob.mx/sitio_internet/cfd/');
const officialXslt = `${schemas}4/cadenaoriginal_4_0/cadenaoriginal_4_0.xslt`;

const has = (program: string, flag: string): boolean => spawnSync(program, [flag]).error === undefined;

/** Why xsltproc cannot judge here; undefined when it can. */
export const noXslt: string | undefined =
  (!hasArtefacts && 'the official artefacts are not there') ||
  (!existsSync(officialXslt) && 'the official XSLT is not there') ||
  (!has('xsltproc', '--version') && 'xsltproc is not installed') ||
  undefined;

/** The cadena of one file by the official XSLT, as anybody would run it. */
export const officialCadena = (path: string): string => xsltproc(officialXslt, path);

/** The same for many documents in one process: the 33 stylesheets take longer to load than a document takes. */
export function officialCadenas(documents: readonly Uint8Array[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'timbre-cadena-'));
  try {
    const paths = documents.map((_, index) => join(folder, `${index}.xml`));
    for (const [index, path] of paths.entries()) writeFileSync(path, documents[index] ?? '');
    const list = paths.map((path) => `<document>${pathToFileURL(path).href}</document>`).join('');
    writeFileSync(join(folder, 'list.xml'), `<list>${list}</list>`);
    writeFileSync(join(folder, 'all.xslt'), eachDocument);
    return xsltproc(join(folder, 'all.xslt'), join(folder, 'list.xml')).split(BETWEEN).slice(0, -1);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const BETWEEN = '\n=====\n';
/** Imports the official stylesheet, so that each document goes through its own template for `/`. */
const eachDocument = `<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0">
  <xsl:import href="${pathToFileURL(officialXslt).href}"/>
  <xsl:template match="/">
    <xsl:choose>
      <xsl:when test="list">
        <xsl:for-each select="list/document">
          <xsl:apply-templates select="document(.)"/>
          <xsl:text>${BETWEEN}</xsl:text>
        </xsl:for-each>
      </xsl:when>
      <xsl:otherwise><xsl:apply-imports/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>`;

function xsltproc(stylesheet: string, document: string): string {
  const run = spawnSync('xsltproc', ['--nonet', stylesheet, document], { maxBuffer: 1 << 28 });
  if (run.status !== 0) throw new Error(run.stderr.toString());
  return run.stdout.toString('utf8');
}
