import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median, processorTime } from '../result.ts';

/** Milliseconds of processor time in a new process: loading a rule set from the cache, and the first document. */
export interface Cold {
  readonly load: number;
  readonly first: number;
}

const processes = 5;

export function coldStart(rules: string, cache: string): Cold {
  const script = fileURLToPath(import.meta.url);
  const all = Array.from({ length: processes }, (): Cold => {
    const child = spawnSync(process.execPath, [script, rules, cache], { encoding: 'utf8' });
    return JSON.parse(child.stdout);
  });
  return { load: median(all.map(({ load }) => load)), first: median(all.map(({ first }) => first)) };
}

/** What the new process does. */
async function start(rules: string, cache: string): Promise<Cold> {
  const { compileSchematron, parseDocument } = await import('../../schematron/index.ts');
  const { sampleDocuments } = await import('./documents.ts');
  const [document = Buffer.from('')] = sampleDocuments();
  const before = process.cpuUsage();
  const ruleSet = compileSchematron(rules, { cache });
  const load = processorTime(before) / 1000;
  const loaded = process.cpuUsage();
  ruleSet.validate(parseDocument(document));
  return { load, first: processorTime(loaded) / 1000 };
}

const [, script, rules, cache] = process.argv;
if (script === fileURLToPath(import.meta.url) && rules !== undefined && cache !== undefined)
  process.stdout.write(JSON.stringify(await start(rules, cache)));
