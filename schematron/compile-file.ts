import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Compiled, type Fingerprint, fingerprintOf, readCache, writeCache } from './cache.ts';
import { generateModule, loadModule } from './compile/index.ts';
import { SchematronProblem } from './problem.ts';
import { catalogueOf } from './report/index.ts';
import { RuleSet } from './rule-set.ts';
import { readRuleSet } from './rules/index.ts';
import { parseDocument, type Tree } from './tree/index.ts';

export interface CompileOptions {
  /** The phase; absent = the schema's default, `#ALL` = all patterns. */
  readonly phase?: string;
  /** A folder in which compiled rule sets are kept; absent = none are. */
  readonly cache?: string;
  /** The folder of the files that `document()` names; absent = they stand beside the rule set. */
  readonly documents?: string;
}

/**
 * Compiles a rule set: ISO Schematron with what it includes, or the XSLT that one was compiled to. Rule sets are trusted
 * like code; documents are not.
 *
 * @throws SchematronProblem SCHEMATRON_…, XML_…, with the place in the rule set
 */
export function compileSchematron(file: string, options: CompileOptions = {}): RuleSet {
  const path = resolve(file);
  const { phase, cache, documents: folder } = options;
  const kept = cache === undefined ? undefined : readCache(cache, { path, phase, folder });
  if (kept) return load(kept, path);
  const ruleSet = readRuleSet(path, phase === undefined ? {} : { phase });
  const { source, documents } = generateModule(ruleSet);
  const paths = documents.map((each) => resolve(folder ?? dirname(path), each));
  for (const each of paths) refuseMissing(each, path);
  const files: Fingerprint[] = [...ruleSet.sources, ...paths].map(fingerprintOf);
  const compiled: Compiled = { catalogue: catalogueOf(ruleSet), source, documents: paths, files };
  if (cache !== undefined) writeCache(cache, { path, phase, folder }, compiled);
  return load(compiled, path);
}

function refuseMissing(document: string, file: string): void {
  if (existsSync(document)) return;
  const what = `${document} is not there, which the rule set reads by document().`;
  throw new SchematronProblem('SCHEMATRON_FILE_MISSING', what, { file, line: 1, column: 1 });
}

function load({ catalogue, source, documents, files }: Compiled, path: string): RuleSet {
  const program = loadModule(source, `${path}.js`);
  const trees: Tree[] = documents.map((each) => parseDocument(readFileSync(each), { file: each }));
  return new RuleSet(
    catalogue,
    program,
    trees,
    files.map((each) => each.path),
  );
}
