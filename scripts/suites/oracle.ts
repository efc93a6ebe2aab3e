import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageFolder } from '../../platform/environment/index.ts';

/** What Saxon found. */
export interface OracleFinding {
  readonly kind: 'failed-assert' | 'successful-report';
  readonly id?: string;
  readonly flag?: string;
  readonly role?: string;
  readonly location?: string;
  readonly test?: string;
}

export type OracleAnswer =
  | { readonly findings: readonly OracleFinding[] }
  /** The stylesheet ended with an error: its code. */
  | { readonly error: string; readonly message: string };

/** Debian's libsaxonhe-java; the harness is compiled with the JDK's javac when the suites run. */
const jar = '/usr/share/java/Saxon-HE.jar';

/** Why there is no oracle; undefined when there is one. */
export function oracleMissing(): string | undefined {
  if (!existsSync(jar)) return `no ${jar} (Debian: libsaxonhe-java)`;
  return spawnSync('javac', ['-version']).status === 0 ? undefined : 'no javac (Debian: openjdk-17-jdk-headless)';
}

/** Saxon-HE in a process of its own. Answers are kept on disk: the same stylesheet and document have the same one. */
export class Oracle {
  readonly #cache = join(packageFolder, 'node_modules/.cache/timbre-suites');
  readonly #stylesheets = new Map<string, string>();
  readonly #waiting: ((line: string) => void)[] = [];
  #process: ChildProcess | undefined;

  async ask(stylesheet: string, document: Uint8Array): Promise<OracleAnswer> {
    const kept = join(this.#cache, `${this.#hash(stylesheet)}-${sha256(document)}.json`);
    if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8'));
    const answer = await this.#answer(`${stylesheet}\t${Buffer.from(document).toString('base64')}\n`);
    mkdirSync(this.#cache, { recursive: true });
    writeFileSync(kept, answer);
    return JSON.parse(answer);
  }

  close(): void {
    this.#process?.stdin?.end();
  }

  #hash(stylesheet: string): string {
    const known = this.#stylesheets.get(stylesheet) ?? sha256(readFileSync(stylesheet));
    this.#stylesheets.set(stylesheet, known);
    return known;
  }

  #answer(job: string): Promise<string> {
    this.#process ??= this.#start();
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#process?.stdin?.write(job);
    });
  }

  #start(): ChildProcess {
    const classes = mkdtempSync(join(tmpdir(), 'timbre-oracle-'));
    const source = join(packageFolder, 'scripts/suites/Oracle.java');
    const compiled = spawnSync('javac', ['-cp', jar, '-d', classes, source], { encoding: 'utf8' });
    if (compiled.status !== 0) throw new Error(`Oracle.java does not compile: ${compiled.stderr}`);
    const child = spawn('java', ['-Xss16m', '-cp', `${jar}:${classes}`, 'Oracle'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    createInterface({ input: child.stdout }).on('line', (line) => this.#waiting.shift()?.(line));
    child.on('exit', (code) => {
      if (this.#waiting.length > 0) throw new Error(`Saxon ended with ${code}.`);
    });
    return child;
  }
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 24);
