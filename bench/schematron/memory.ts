import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileSchematron, parseDocument } from '../../schematron/index.ts';
import { artefacts } from '../../scripts/suites/artefacts.ts';
import { suites } from '../../scripts/suites/suites.ts';
import { rulesEn, rulesPeppol, sampleDocuments } from './documents.ts';

/** Those of the norm and five that build on it. */
const names = ['EN 16931 CII', 'XRechnung UBL', 'NLCIUS UBL', 'CIUS-RO'];

/** Megabytes of a process that has loaded six rule sets from the cache and judged documents by them. */
export function memoryOf(cache: string): number {
  const files = suites.flatMap(({ name, sch }) => (names.includes(name) && sch ? [join(artefacts, sch)] : []));
  const rules = [rulesEn, rulesPeppol, ...files];
  // First they are compiled, in another process; then they are loaded, as a worker does from its second day on.
  run(rules, cache);
  return run(rules, cache);
}

function run(rules: readonly string[], cache: string): number {
  const child = spawnSync(process.execPath, ['--expose-gc', fileURLToPath(import.meta.url), cache, ...rules], {
    encoding: 'utf8',
  });
  return Number(child.stdout);
}

/** What the new process does. */
function start(cache: string, rules: readonly string[]): number {
  const ruleSets = rules.map((file) => compileSchematron(file, { cache }));
  for (const document of sampleDocuments()) {
    const tree = parseDocument(document);
    for (const ruleSet of ruleSets) ruleSet.validate(tree);
  }
  globalThis.gc?.();
  return process.memoryUsage.rss() / 1024 / 1024;
}

const [, script, cache, ...rules] = process.argv;
if (script === fileURLToPath(import.meta.url) && cache !== undefined) process.stdout.write(String(start(cache, rules)));
