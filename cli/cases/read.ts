import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fail, type HttpFailureKind, TimbreError, type Value } from '../../engine/index.ts';
import { readSource } from '../../engine/read-source.ts';
import { checkFile, createAjv } from '../../engine/schema/index.ts';
import type { SandboxFault } from '../../sandbox/index.ts';
import caseSchema from '../../schemas/case.schema.json' with { type: 'json' };

/** `cases/<name>/case.yaml`: a test of a feature, and an example. The fields are described in schemas/case.schema.json. */
export interface Case {
  readonly name: string;
  readonly folder: string;
  readonly title: string;
  readonly pipeline: string;
  readonly input?: string;
  /** The case whose business data is submitted first; the case's own is related to that run. */
  readonly original?: string;
  readonly context?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly at?: string;
  readonly needs?: readonly string[];
  readonly submissions?: number;
  readonly sandbox?: string;
  readonly faults?: readonly SandboxFault[];
  readonly replies?: readonly RecordedReply[];
  readonly expect: Expected;
}

export interface RecordedReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly file?: string;
  readonly failure?: HttpFailureKind;
}

export interface Expected {
  readonly state?: string;
  readonly outcome?: string;
  readonly values?: Readonly<Record<string, Value>>;
  readonly problems?: readonly { readonly code: string; readonly path?: string }[];
  readonly documents?: Readonly<Record<string, string>>;
  readonly requests?: number;
}

const validate = createAjv([]).compile(caseSchema);

/** The cases of a feature, by name; throws the problems of every case file at once. */
export function readCases(featureFolder: string): Case[] {
  const root = join(featureFolder, 'cases');
  if (!existsSync(root)) return [];
  const names = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return names.map((name) => readCase(join(root, name), name));
}

function readCase(folder: string, name: string): Case {
  const path = join(folder, 'case.yaml');
  const shown = relative(process.cwd(), path);
  if (!existsSync(path)) fail('FILE_MISSING', `${shown} is missing.`, { hint: 'Each folder under cases/ is a case.' });
  const { file, problems } = readSource(shown, readFileSync(path, 'utf8'));
  if (!file) throw new TimbreError(problems);
  const wrong = checkFile(validate, file.data, { file, path: [] }).map((each) => each.problem);
  if (wrong.length > 0 || problems.length > 0) throw new TimbreError([...problems, ...wrong]);
  return { ...(file.data as Omit<Case, 'name' | 'folder'>), name, folder };
}
