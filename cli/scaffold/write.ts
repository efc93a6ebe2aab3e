import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fail } from '../../engine/index.ts';

/** Files to be made, by path relative to a folder. */
export type NewFiles = Readonly<Record<string, string | Uint8Array>>;

/** Writes all of them or, where one is there already, none; gives their paths. */
export function writeNew(folder: string, files: NewFiles): string[] {
  const paths = Object.keys(files).map((path) => join(folder, path));
  const there = paths.find((path) => existsSync(path));
  if (there !== undefined) fail('USAGE', `${there} is there already.`, { hint: 'Choose another name, or remove it.' });
  for (const [path, content] of Object.entries(files)) {
    try {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content, { flag: 'wx' });
    } catch {
      fail('OUTPUT_FAILED', `${join(folder, path)} cannot be written.`, { hint: 'Is the folder yours to write in?' });
    }
  }
  return paths;
}
