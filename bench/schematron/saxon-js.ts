import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFolder } from '../../platform/environment/index.ts';
import { median, processorTime } from '../result.ts';
import { stylesheetEn } from './documents.ts';

/**
 * SaxonJS and the program that compiles stylesheets for it, in a folder of their own: their licence is not ours, and only
 * this bench needs them.
 */
const version = '2.7.0';
const folder = join(packageFolder, '.timbre', 'saxon-js');
const program = join(folder, 'node_modules', 'xslt3', 'xslt3.js');

/**
 * Milliseconds that SaxonJS takes for a document with the official stylesheet, parsing included: the median of the
 * documents' medians. Undefined where it cannot be installed.
 */
export function saxonJsMilliseconds(documents: readonly Uint8Array[]): number | undefined {
  if (!install()) return undefined;
  const compiled = compiledStylesheet();
  if (compiled === undefined) return undefined;
  const own = mkdtempSync(join(tmpdir(), 'timbre-saxon-js-'));
  try {
    const files = documents.map((bytes, at) => {
      const file = join(own, `${at}.xml`);
      writeFileSync(file, bytes);
      return file;
    });
    const run = spawnSync(process.execPath, [fileURLToPath(import.meta.url), compiled, ...files], { encoding: 'utf8' });
    return run.status === 0 ? Number(run.stdout.trim()) : undefined;
  } finally {
    rmSync(own, { recursive: true });
  }
}

function install(): boolean {
  if (existsSync(program)) return true;
  mkdirSync(folder, { recursive: true });
  const dependencies = { 'saxon-js': version, xslt3: version };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  process.stderr.write(`installing saxon-js ${version}\n`);
  const options = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  return spawnSync('npm', options, { cwd: folder, timeout: 120_000, stdio: 'ignore' }).status === 0;
}

/** The stylesheet as SaxonJS runs it, made once: that takes it a quarter of a minute. */
function compiledStylesheet(): string | undefined {
  const hash = createHash('sha256').update(readFileSync(stylesheetEn)).digest('hex');
  const file = join(folder, `${hash}.sef.json`);
  if (existsSync(file)) return file;
  const args = [program, `-xsl:${stylesheetEn}`, `-export:${file}`, '-nogo'];
  return spawnSync(process.execPath, args, { timeout: 180_000, stdio: 'ignore' }).status === 0 ? file : undefined;
}

interface SaxonJs {
  transform(options: Readonly<Record<string, unknown>>, execution: 'sync'): unknown;
}

const warmUp = 5;
const rounds = 5;

/** What the new process does. */
function start(stylesheet: string, files: readonly string[]): number {
  const saxon: SaxonJs = createRequire(join(folder, 'package.json'))('saxon-js');
  const compiled: unknown = JSON.parse(readFileSync(stylesheet, 'utf8'));
  const documents = files.map((file) => readFileSync(file, 'utf8'));
  const taken = documents.map((): number[] => []);
  for (let round = -warmUp; round < rounds; round++)
    documents.forEach((sourceText, at) => {
      const before = process.cpuUsage();
      saxon.transform({ stylesheetInternal: compiled, sourceText, destination: 'raw' }, 'sync');
      if (round >= 0) taken[at]?.push(processorTime(before) / 1000);
    });
  return median(taken.map(median));
}

const [, script, stylesheet, ...files] = process.argv;
if (script === fileURLToPath(import.meta.url) && stylesheet !== undefined)
  process.stdout.write(String(start(stylesheet, files)));
