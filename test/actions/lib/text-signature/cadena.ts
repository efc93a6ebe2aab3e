import { readFileSync } from 'node:fs';
import { compileDescription, drawText, type TextDescription } from '../../../../actions/lib/text-signature/index.ts';
import { readXmlText } from '../../../../actions/lib/xml-text/index.ts';
import { TimbreError } from '../../../../engine/errors.ts';
import { below } from '../../../../engine/source.ts';
import { loadingOf } from '../../loading.ts';

const feature = new URL('../../../../features/mx/cfdi/', import.meta.url);
const main = 'mappings/cadena-original.yaml';

/** The text description of a CFDI 4.0 and all it includes, by path. */
export function cadenaFiles(): Record<string, string> {
  const read = (path: string): string => readFileSync(new URL(path, feature), 'utf8');
  const included = [...read(main).matchAll(/^ {2}- (mappings\/\S+)$/gm)].map((found) => found[1] ?? '');
  return Object.fromEntries([main, ...included].map((path) => [path, read(path)]));
}

/** Compiles a text description out of files by path. */
function compileFiles(files: Readonly<Record<string, string>>, path: string): TextDescription {
  const { loading, problems, at } = loadingOf(`text: ${path}\n`, { files });
  const description = compileDescription(path, loading, below(at, 'text'));
  if (description === undefined) throw new TimbreError(problems);
  return description;
}

export const cadenaDescription = (): TextDescription => compileFiles(cadenaFiles(), main);

export const drawFrom = (bytes: Uint8Array, description: TextDescription): string =>
  drawText(readXmlText(bytes), description);
