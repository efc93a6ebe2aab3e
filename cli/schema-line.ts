import { join, relative, resolve } from 'node:path';
import { packageFolder } from '../platform/environment/index.ts';

/** The first line of a YAML file in a folder, by which an editor finds the schema of such files in this installation. */
export function schemaLine(kind: string, folder: string): string {
  const path = relative(resolve(folder), join(packageFolder, 'schemas', `${kind}.schema.json`));
  return `# yaml-language-server: $schema=${path.replaceAll('\\', '/')}\n`;
}
