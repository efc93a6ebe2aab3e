import { readFile, writeFile } from 'node:fs/promises';
import { actions } from '../actions/index.ts';
import { featureSchemas } from './feature-schemas.ts';

/**
 * Writes what is made from the code: the editor's schemas of features and connectors. With `--check` nothing is
 * written, and the process fails when a file is not what would be written. Started in the repository's root.
 */
const check = process.argv.includes('--check');
const stale: string[] = [];
for (const [name, schema] of Object.entries(featureSchemas(actions))) {
  const path = `schemas/${name}`;
  const text = `${JSON.stringify(schema, null, 2)}\n`;
  const before = await readFile(path, 'utf8').catch(() => '');
  // The formatter may lay the file out otherwise; what it says is compared.
  if (before !== '' && JSON.stringify(JSON.parse(before)) === JSON.stringify(schema)) continue;
  stale.push(path);
  if (!check) await writeFile(path, text);
}
if (stale.length > 0)
  process.stdout.write(`${stale.join(', ')} ${check ? 'is not fresh: npm run generate' : 'written'}\n`);
process.exitCode = check && stale.length > 0 ? 1 : 0;
