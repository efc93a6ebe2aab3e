import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { packageFolder } from '../platform/environment/index.ts';

/**
 * What is exported is imported: a function, constant or class that only its own file uses is not exported, and then the compiler finds
 * those that nobody uses. A type may be exported beside the function that takes or gives it, for whoever wants to name it.
 */
const folders = readdirSync(packageFolder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !/^\.|^(dist|node_modules)$/.test(entry.name))
  .map(({ name }) => name);
const paths = folders.flatMap((folder) =>
  readdirSync(join(packageFolder, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
);
const texts = new Map(
  ['vitest.config.ts', ...paths.filter((path) => path.endsWith('.ts'))].map((path) => [
    path,
    readFileSync(join(packageFolder, path), 'utf8'),
  ]),
);

/** What generated code calls no file imports: its name stands in the files that write that code. */
const called: readonly { readonly files: readonly string[]; readonly by: RegExp }[] = [
  { files: ['schematron/runtime/index.ts'], by: /^schematron\/(compile|generate|xpath)\// },
  { files: ['engine/schema/base64.ts', 'engine/schema/length.ts'], by: /^scripts\/built-validators\.ts$/ },
];

/** The names that others take from a file, and the files that give on all that it has. */
const taken = new Map<string, Set<string>>();
const givers = new Map<string, string[]>();
for (const [path, text] of texts) noteWhatItTakes(path, text);

const problems = [...texts].flatMap(([path, text]) =>
  exportedBy(text)
    .filter((name) => !isTaken(path, name))
    .map((name) => `${path} exports ${name}, which nobody imports.`),
);
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(`exports: ${texts.size} files, ${problems.length} that nobody imports\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

function noteWhatItTakes(path: string, text: string): void {
  const reference = /(?:^(?:import|export) (?:type )?(?:\{([^}]*)\}|\* as \w+|(\*)) from |\bimport\()'(\.[^']+)'/gm;
  for (const [, names, all, name = ''] of text.matchAll(reference)) {
    const target = relative(packageFolder, resolve(packageFolder, dirname(path), name));
    if (all) givers.set(target, [...(givers.get(target) ?? []), path]);
    else note(target, names ?? text);
  }
  for (const { files, by } of called) if (by.test(path)) for (const file of files) note(file, text);
}

function note(target: string, text: string): void {
  taken.set(target, new Set([...(taken.get(target) ?? []), ...(text.match(/\w+/g) ?? [])]));
}

/** The names of values; `type` stands before those of types. */
function exportedBy(text: string): string[] {
  const own = text.matchAll(/^export (?:async )?(?:abstract )?(?:function\*?|const|let|class) (\w+)/gm);
  const passedOn = [...text.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, names = '']) => names.split(','));
  const values = passedOn.map((each) => each.trim()).filter((each) => each !== '' && !each.startsWith('type '));
  return [...[...own].map(([, name = '']) => name), ...values.map((each) => each.split(' ').at(-1) ?? '')];
}

function isTaken(path: string, name: string): boolean {
  return taken.get(path)?.has(name) || (givers.get(path)?.some((giver) => isTaken(giver, name)) ?? false);
}
