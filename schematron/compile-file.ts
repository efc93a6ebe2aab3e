import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Compiled, fingerprintOf, readCache, readCode, sha256, writeCache, writeCode } from './cache.ts';
import { codeOf, generateModule, loadModule } from './compile/index.ts';
import { SchematronProblem } from './problem.ts';
import { catalogueOf } from './report/index.ts';
import { RuleSet } from './rule-set.ts';
import { type ReadFile, readRuleSet } from './rules/index.ts';
import { parseDocument } from './tree/index.ts';

export interface CompileOptions {
  /** The phase; absent = the schema's default, `#ALL` = all patterns. */
  readonly phase?: string;
  /** A folder in which compiled rule sets are kept; absent = none are. */
  readonly cache?: string;
  /** The folder of the files that `document()` names; absent = they stand beside the rule set. */
  readonly documents?: string;
  /** Reads a file by its absolute path; absent = from disk. */
  readonly read?: ReadFile;
}

/**
 * Compiles a rule set: ISO Schematron with what it includes, or the XSLT that one was compiled to. Rule sets are trusted
 * like code; documents are not.
 *
 * @throws SchematronProblem SCHEMATRON_…, XML_…, with the place in the rule set
 */
export function compileSchematron(file: string, options: CompileOptions = {}): RuleSet {
  const path = resolve(file);
  const { phase, cache, documents: folder, read = readFileSync } = options;
  const key = { path, phase, folder };
  const kept = cache === undefined ? undefined : readCache(cache, key, read);
  if (kept) return load(kept, path, read, cache);
  const ruleSet = readRuleSet(path, { read, ...(phase === undefined ? {} : { phase }) });
  const { source, documents } = generateModule(ruleSet);
  const paths = documents.map((each) => resolve(folder ?? dirname(path), each));
  for (const each of paths) refuseMissing(each, read, ruleSet.file);
  const files = [...ruleSet.sources, ...paths].map((each) => fingerprintOf(each, read));
  const compiled: Compiled = {
    catalogue: catalogueOf(ruleSet),
    source,
    sourceSha256: sha256(source),
    documents: paths,
    files,
  };
  if (cache !== undefined) writeCache(cache, key, compiled);
  return load(compiled, path, read, cache);
}

function refuseMissing(document: string, read: ReadFile, file: string): void {
  try {
    read(document);
  } catch {
    const what = `${document} cannot be read, which the rule set names in document().`;
    throw new SchematronProblem('SCHEMATRON_FILE_MISSING', what, { file, line: 1, column: 1 });
  }
}

const moduleName = (path: string): string => `${path}.js`;

function load(compiled: Compiled, path: string, read: ReadFile, cache: string | undefined): RuleSet {
  const { catalogue, source, documents, files } = compiled;
  const code = cache === undefined ? undefined : keptCode(compiled, path, cache);
  // First the rules: what they ask for by name is then known when documents are parsed.
  const paths = files.map((each) => each.path);
  const program = loadModule(source, moduleName(path), code, paths);
  const trees = documents.map((each) => parseDocument(read(each), { file: each }));
  return new RuleSet(catalogue, program, trees, paths);
}

/** V8's form of the module, made when this version of V8, with these flags, has not done so. */
function keptCode(compiled: Compiled, path: string, cache: string): Buffer {
  const known = readCode(cache, compiled);
  if (known !== undefined) return known;
  const made = codeOf(compiled.source, moduleName(path));
  writeCode(cache, compiled, made);
  return made;
}
