import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFolder } from '../../platform/environment/index.ts';
import { withUs } from './with-us.ts';

const main = join(packageFolder, 'dist', 'cli', 'main.js');

/** One of our processes, which is begun anew whenever it was killed. */
export interface Keeper {
  /** What the process said when it was ready. */
  readonly said: string;
  /** Milliseconds from the start of the process until it was ready, the last time. */
  readonly took: number;
  /** What it wrote to standard error, whichever process it was. */
  readonly logged: string;
  /** SIGKILL; resolves when the next one is ready: to false when there is none to kill. */
  kill(): Promise<boolean>;
  /** SIGSTOP; gives what lets it go on. */
  stop(): () => void;
  close(): Promise<void>;
}

/** Keeps `timbre …` running, with some options of node; ready once it has said `ready`. */
export async function keep(
  parameters: readonly string[],
  ready: RegExp,
  node: readonly string[] = [],
): Promise<Keeper> {
  let child: ChildProcess;
  let [said, took, logged, closed, down] = ['', 0, '', false, false];
  const begin = async (): Promise<void> => {
    const started = performance.now();
    child = withUs(spawn(process.execPath, [...node, main, ...parameters], { stdio: ['ignore', 'pipe', 'pipe'] }));
    child.stderr?.on('data', (chunk) => {
      logged += chunk;
    });
    said = await told(child, ready);
    took = performance.now() - started;
  };
  /** As whoever supervises services does: what cannot start, because Redis is away just then, is begun anew. */
  const beginAgain = async (): Promise<void> => {
    for (let left = 10; !closed; left--) {
      try {
        return await begin();
      } catch (thrown) {
        if (left === 0) throw thrown;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  };
  await begin();
  return {
    get said() {
      return said;
    },
    get took() {
      return took;
    },
    get logged() {
      return logged;
    },
    async kill() {
      if (closed || down) return false;
      down = true;
      child.kill('SIGKILL');
      await once(child, 'exit');
      await beginAgain();
      down = false;
      return true;
    },
    stop() {
      const stopped = child;
      stopped.kill('SIGSTOP');
      return () => void stopped.kill('SIGCONT');
    },
    async close() {
      closed = true;
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

/** Runs a script, which says in one line where it listens, and at its end what it has to say. */
export async function helper(script: URL, parameters: readonly string[]) {
  const child = withUs(
    spawn(process.execPath, [fileURLToPath(script), ...parameters], {
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
  const url = (await told(child, /^http\S+\n/)).trim();
  return {
    url,
    async close(): Promise<string> {
      let said = '';
      child.stdout.on('data', (chunk) => {
        said += chunk;
      });
      child.kill('SIGTERM');
      await once(child, 'close');
      return said;
    },
  };
}

function told(child: ChildProcess, ready: RegExp): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      text += chunk;
      if (ready.test(text)) resolve(text);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', (chunk) => {
      text += chunk;
    });
    child.once('exit', (code, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`a process ended with ${code ?? signal}: ${text}`));
    });
  });
}
