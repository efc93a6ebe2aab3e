import { readFileSync } from 'node:fs';
import { artefact } from '../../../shared.ts';

/** What one template of an official stylesheet looks at: read from the stylesheet, so that it knows nothing of our table. */
export interface Template {
  readonly element: string;
  readonly attributes: readonly string[];
  /** Paths of child elements, each a list of names. */
  readonly paths: readonly (readonly string[])[];
}

export interface Vocabulary {
  readonly stylesheet: string;
  readonly namespaces: Readonly<Record<string, string>>;
  readonly templates: readonly Template[];
}

const folder = artefact('mx/schemas/www.sat.gob.mx/sitio_internet/cfd/');

/** The main stylesheet and every complement it includes. */
export function officialVocabularies(): readonly Vocabulary[] {
  const main = '4/cadenaoriginal_4_0/cadenaoriginal_4_0.xslt';
  const included = [...read(main).matchAll(/<xsl:include href="..\/..\/([^"]+)"/g)].map((found) => found[1] ?? '');
  return [main, ...included].filter((path) => !path.includes('utilerias')).map(vocabulary);
}

const read = (path: string): string => readFileSync(`${folder}${path}`, 'utf8').replace(/<!--.*?-->/gs, '');

function vocabulary(stylesheet: string): Vocabulary {
  const text = read(stylesheet);
  const namespaces = [...text.matchAll(/xmlns:(\w+)="(http:\/\/www\.sat[^"]+)"/g)].map((found) => [found[1], found[2]]);
  const templates = [...text.matchAll(/<xsl:template match="([^"/]+)">(.*?)<\/xsl:template>/gs)].map((found) => ({
    element: found[1] ?? '',
    attributes: unique([...(found[2] ?? '').matchAll(/@([\p{L}\p{N}]+)/gu)].map((name) => name[1] ?? '')),
    paths: unique(
      [...(found[2] ?? '').matchAll(/select="(?:\.\/+)?([^".@*$]+?)\s*"/g)].map((path) => path[1] ?? ''),
    ).map((path) => path.split('/')),
  }));
  return { stylesheet, namespaces: Object.fromEntries(namespaces), templates };
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];
