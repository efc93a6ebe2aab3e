import type { Loading } from '../../../engine/action.ts';
import { isObject } from '../../../engine/json.ts';
import { below, type Position, type SourceFile } from '../../../engine/source.ts';
import { MadeFrom } from '../made-from.ts';
import { type Compiling, compileParts } from './compile-parts.ts';
import type { Part, TextDescription } from './description.ts';
import { resolveName } from './names.ts';

type Entries = Map<string, Map<string, readonly Part[]>>;
type Members = Readonly<Record<string, unknown>>;

const KEYS = ['text', 'start', 'before', 'end', 'whitespace', 'namespaces', 'root', 'elements', 'include'];
const INCLUDED_KEYS = ['namespaces', 'elements'];

/**
 * Compiles a text description of the feature with the files it includes.
 * Undefined when something is wrong; everything that is wrong has been reported by then.
 */
export function compileDescription(path: string, loading: Loading, at: Position): TextDescription | undefined {
  const file = loading.file(path, at);
  if (file === undefined) return undefined;
  const before = compiledBefore.get(file, loading);
  if (before !== undefined) return before;
  const compiled = compileFile(file, loading);
  if (compiled !== undefined) compiledBefore.set(file, loading, compiled);
  return compiled;
}

const compiledBefore = new MadeFrom<TextDescription>();

function compileFile(file: SourceFile, loading: Loading): TextDescription | undefined {
  const compiling: Compiling = { loading, failed: false };
  const members = membersOf(compiling, file, KEYS);
  const entries: Entries = new Map();
  const namespaces = readNamespaces(compiling, file, members);
  readElements(compiling, file, members, namespaces, entries);
  for (const [index, included] of includes(compiling, file, members).entries()) {
    readIncluded(compiling, included, below({ file, path: [] }, 'include', index), entries);
  }
  const rootAt = { file, path: ['root'] };
  const root = typeof members.root === 'string' ? resolveName(members.root, namespaces) : '`root` names an element';
  if (typeof root === 'string') return problem(compiling, root, rootAt);
  if (compiling.failed) return undefined;
  return { ...frame(compiling, file, members), root, entries, namespaces };
}

function problem(compiling: Compiling, message: string, at: Position): undefined {
  compiling.failed = true;
  compiling.loading.report('TEXT_DESCRIPTION', message, at);
  return undefined;
}

function membersOf(compiling: Compiling, file: SourceFile, known: readonly string[]): Members {
  const { data } = file;
  if (!isObject(data)) {
    problem(compiling, `${file.path} is not a text description`, { file, path: [] });
    return {};
  }
  for (const key of Object.keys(data)) {
    if (known.includes(key)) continue;
    compiling.failed = true;
    compiling.loading.report(
      'KEY_UNKNOWN',
      `"${key}" is not known here`,
      { file, path: [key] },
      `Known: ${known.join(', ')}`,
    );
  }
  return data;
}
function readNamespaces(compiling: Compiling, file: SourceFile, members: Members): Readonly<Record<string, string>> {
  const namespaces: Record<string, string> = {};
  const given = members.namespaces ?? {};
  if (!isObject(given))
    problem(compiling, '`namespaces` gives each prefix its namespace', { file, path: ['namespaces'] });
  else {
    for (const [prefix, namespace] of Object.entries(given)) {
      if (typeof namespace === 'string' && namespace !== '') namespaces[prefix] = namespace;
      else problem(compiling, `The namespace of "${prefix}" is not text`, { file, path: ['namespaces', prefix] });
    }
  }
  return namespaces;
}

function readElements(
  compiling: Compiling,
  file: SourceFile,
  members: Members,
  namespaces: Readonly<Record<string, string>>,
  entries: Entries,
): void {
  const elements = members.elements;
  if (!isObject(elements)) {
    problem(compiling, '`elements` says what each element writes', { file, path: ['elements'] });
    return;
  }
  for (const [key, value] of Object.entries(elements)) {
    const at = { file, path: ['elements', key] };
    const name = resolveName(key, namespaces);
    const parts = compileParts(compiling, value, namespaces, at);
    if (typeof name === 'string') problem(compiling, name, at);
    else if (entries.get(name.namespace)?.has(name.local)) problem(compiling, `${key} is described twice`, at);
    else entries.set(name.namespace, (entries.get(name.namespace) ?? new Map()).set(name.local, parts));
  }
}

function includes(compiling: Compiling, file: SourceFile, members: Members): readonly string[] {
  const given = members.include ?? [];
  if (Array.isArray(given) && given.every((path) => typeof path === 'string')) return given;
  problem(compiling, '`include` lists files of the feature', { file, path: ['include'] });
  return [];
}

function readIncluded(compiling: Compiling, path: string, at: Position, entries: Entries): void {
  const file = compiling.loading.file(path, at);
  if (file === undefined) {
    compiling.failed = true;
    return;
  }
  const members = membersOf(compiling, file, INCLUDED_KEYS);
  readElements(compiling, file, members, readNamespaces(compiling, file, members), entries);
}

function frame(compiling: Compiling, file: SourceFile, members: Members) {
  const text = (key: string): string => {
    const value = members[key] ?? '';
    if (typeof value !== 'string') problem(compiling, `\`${key}\` is not text`, { file, path: [key] });
    return typeof value === 'string' ? value : '';
  };
  const whitespace = members.whitespace ?? 'collapse';
  if (whitespace !== 'collapse' && whitespace !== 'preserve') {
    problem(compiling, '`whitespace` is collapse or preserve', { file, path: ['whitespace'] });
  }
  return { start: text('start'), before: text('before'), end: text('end'), collapse: whitespace === 'collapse' };
}
