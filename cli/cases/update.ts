import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compareDocuments, type Happened } from './compare.ts';
import type { Case } from './read.ts';

/** Writes the expected documents of a run that ended as expected: then its own schema did not refuse them. */
export function update(one: Case, happened: Happened): string[] {
  const { state, outcome } = one.expect;
  if (state !== happened.report.state || (outcome !== undefined && outcome !== happened.report.outcome)) return [];
  const written: string[] = [];
  for (const [name, file] of Object.entries(one.expect.documents ?? {})) {
    const content = happened.document(name);
    if (!content || compareDocuments({ [name]: file }, one.folder, happened).length === 0) continue;
    const path = join(one.folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    written.push(file);
  }
  return written;
}
