import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileSchematron, parseDocument } from '../../schematron/index.ts';

/**
 * Milliseconds in a new process: loading a rule set from the cache, and the first document. By the clock, in the best of
 * several processes: V8's own threads use the processor then too, and other work on the machine should not count.
 */
export interface Cold {
  readonly load: number;
  readonly first: number;
}

const processes = 9;

export function coldStart(rules: string, cache: string, document: Uint8Array): Cold {
  const script = fileURLToPath(import.meta.url);
  const file = join(cache, 'document.xml');
  writeFileSync(file, document);
  const all = Array.from({ length: processes }, (): Cold => {
    const child = spawnSync(process.execPath, [script, rules, cache, file], { encoding: 'utf8' });
    return JSON.parse(child.stdout);
  });
  return { load: Math.min(...all.map(({ load }) => load)), first: Math.min(...all.map(({ first }) => first)) };
}

/** What the new process does. */
function start(rules: string, cache: string, file: string): Cold {
  const document = readFileSync(file);
  const before = performance.now();
  const ruleSet = compileSchematron(rules, { cache });
  const loaded = performance.now();
  ruleSet.validate(parseDocument(document));
  return { load: loaded - before, first: performance.now() - loaded };
}

const [, script, rules, cache, document] = process.argv;
if (script === fileURLToPath(import.meta.url) && rules !== undefined && cache !== undefined && document !== undefined)
  process.stdout.write(JSON.stringify(start(rules, cache, document)));
