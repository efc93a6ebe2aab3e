import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { actions } from '../actions/index.ts';
import { docPages, docSections, featurePages, withSection } from './docs/index.ts';
import { featureSchemas } from './feature-schemas.ts';

/**
 * Writes what is made from the code: the editor's schemas of features and connectors, the pages and tables of docs/,
 * and the READMEs of features that nobody wrote by hand.
 * With `--check` nothing is written, and the process fails when a file is not what would be written. Started in the
 * repository's root.
 */
const check = process.argv.includes('--check');
const stale: string[] = [];

for (const [name, schema] of Object.entries(featureSchemas(actions))) {
  const path = `schemas/${name}`;
  // The formatter may lay the file out otherwise; what it says is compared.
  const same = (before: string) => before !== '' && JSON.stringify(JSON.parse(before)) === JSON.stringify(schema);
  await put(path, `${JSON.stringify(schema, null, 2)}\n`, same);
}
const pages = docPages(actions);
for (const [path, text] of Object.entries(pages)) await put(path, text);
for (const [path, text] of Object.entries(await featurePages())) await put(path, text);
for (const section of docSections()) await put(section.path, withSection(await readOrEmpty(section.path), section));
for (const name of await readdir('docs/actions')) {
  const path = `docs/actions/${name}`;
  if (Object.hasOwn(pages, path)) continue;
  stale.push(path);
  if (!check) await rm(path);
}

if (stale.length > 0)
  process.stdout.write(`${stale.join(', ')} ${check ? 'is not fresh: npm run generate' : 'written'}\n`);
process.exitCode = check && stale.length > 0 ? 1 : 0;

async function put(path: string, text: string, same = (before: string) => before === text): Promise<void> {
  if (same(await readOrEmpty(path))) return;
  stale.push(path);
  if (check) return;
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return '';
  }
}
