import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { packageFolder } from '../platform/environment/index.ts';

/**
 * Who may import whom, from the design. A folder's rule names what it may import besides itself and what everything may
 * (packages, and `node:` modules where `outside` does not say otherwise). A rule without its folder is an error: a guard
 * that guards nothing would go unnoticed.
 */
interface Rule {
  readonly folder: string;
  readonly may: readonly string[];
  /** Files that alone may use `node:` modules that reach outside; absent = every file may. */
  readonly outside?: readonly string[];
}

const rules: readonly Rule[] = [
  { folder: 'schemas', may: [] },
  { folder: 'schematron', may: [] },
  { folder: 'engine', may: ['schemas'], outside: ['engine/load.ts'] },
  {
    folder: 'actions',
    may: [
      'engine/action.ts',
      'engine/expression.ts',
      'engine/expression',
      'engine/decimal.ts',
      'engine/document.ts',
      'engine/errors.ts',
      'engine/http.ts',
      'engine/json.ts',
      'engine/latin-text.ts',
      'engine/schema',
      'engine/source.ts',
      'engine/artefacts.ts',
      'engine/vault.ts',
      'schemas',
      'schematron/index.ts',
    ],
    outside: [],
  },
  { folder: 'platform', may: ['engine', 'schemas'] },
  { folder: 'sandbox', may: ['actions/lib'] },
  { folder: 'worker', may: ['engine', 'platform'] },
  { folder: 'server', may: ['engine', 'platform', 'schemas', 'worker/answered-request.ts', 'worker/queue.ts'] },
  {
    folder: 'cli',
    may: ['engine', 'actions', 'platform', 'sandbox', 'schemas', 'worker', 'server', 'schematron/index.ts'],
  },
];

/** The composition root puts the actions in; what comes in, XML or PDF, is opened by who opens it in a step. */
const exceptions: ReadonlyMap<string, readonly string[]> = new Map([
  ['platform/environment/open.ts', ['actions/index.ts']],
  ['platform/inbound/root-element.ts', ['actions/lib/xml/index.ts', 'actions/lib/xml-text/index.ts']],
  ['platform/inbound/pdf.ts', ['actions/lib/pdf/index.ts']],
]);

/** What reaches outside the process. */
const outsideModules =
  /^node:(fs|net|http|https|http2|tls|dns|dgram|child_process|worker_threads|cluster|os|process)(\/|$)/;

const problems = rules.flatMap(check);
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(`imports: ${rules.length} rules, ${problems.length} broken\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

function check(rule: Rule): string[] {
  const folder = join(packageFolder, rule.folder);
  if (!existsSync(folder)) return [`There is a rule for ${rule.folder}/, but no such folder.`];
  return sources(folder).flatMap((file) => checkFile(file, rule));
}

function checkFile(file: string, rule: Rule): string[] {
  const path = relative(packageFolder, file);
  const found: string[] = [];
  for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
    if (outsideModules.test(name) && rule.outside && !rule.outside.includes(path))
      found.push(`${path} imports ${name}, which reaches outside.`);
    if (!name.startsWith('.')) continue;
    const target = relative(packageFolder, resolve(dirname(file), name));
    if (!allowed(path, target, rule)) found.push(`${path} must not import ${target}.`);
  }
  return found;
}

function allowed(path: string, target: string, rule: Rule): boolean {
  if (exceptions.get(path)?.includes(target)) return true;
  if (rule.may.some((may) => target === may || target.startsWith(`${may}/`))) return true;
  if (!target.startsWith(`${rule.folder}/`)) return false;
  return rule.folder !== 'actions' || withinAction(path, target);
}

/** An action imports its own folder and `actions/lib`, never a sibling; only the list knows them all. */
function withinAction(path: string, target: string): boolean {
  if (path === 'actions/index.ts') return true;
  const folder = (file: string) => file.split('/')[1];
  return folder(target) === 'lib' || folder(path) === folder(target);
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}
