import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileSchematron, parseDocument } from '../../schematron/index.ts';
import { processorTime } from '../result.ts';

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

/**
 * Milliseconds of processor time that compiling takes a new process, with what it writes to the cache. The bench's own
 * process only loads what is there, as a worker does: what the compiler leaves behind in V8 makes judging slower.
 */
export function coldCompile(rules: string, cache: string): number {
  const script = fileURLToPath(import.meta.url);
  return Number(spawnSync(process.execPath, [script, rules, cache], { encoding: 'utf8' }).stdout);
}

function compile(rules: string, cache: string): number {
  const before = process.cpuUsage();
  compileSchematron(rules, { cache });
  return processorTime(before) / 1000;
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
if (script === fileURLToPath(import.meta.url) && rules !== undefined && cache !== undefined)
  process.stdout.write(
    document === undefined ? String(compile(rules, cache)) : JSON.stringify(start(rules, cache, document)),
  );
