import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { fail } from '../../engine/index.ts';
import { type Case, caseNamed, type Expected } from '../cases/read.ts';
import { schemaLine } from '../schema-line.ts';
import type { Draft } from './draft.ts';

export type Written = Draft['fields'] & { readonly expect: Expected };

/** Writes a case below a folder that stands for the feature's, and reads it as `timbre test` would. */
export function writeCase(home: string, { name, data }: Draft, fields: Written, featureFolder: string): Case {
  const folder = join(home, 'cases', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'input.json'), `${JSON.stringify(data, null, 2)}\n`);
  writeFileSync(join(folder, 'case.yaml'), textOf(fields, join(featureFolder, 'cases', name)));
  return caseNamed(home, name) ?? fail('INTERNAL', `The case ${name} was written and is not there.`);
}

/** The header's path is that of the folder where the case will stand. */
function textOf(fields: Written, folder: string): string {
  return `${schemaLine('case', folder)}${stringify(fields, { lineWidth: 120 })}`;
}
