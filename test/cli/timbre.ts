import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** Whether `npm run build` was done; `npm test` does it before. */
export const isBuilt = existsSync(main);

export interface Ended {
  /** Absent when it was killed. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command as a process of its own; `killAfter` sends SIGKILL that many milliseconds after its start. */
export function timbre(
  parameters: readonly string[],
  options: { cwd?: string; killAfter?: number; env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    // It is over before the optimising compiler would be of use: a fifth of its processor time.
    const child = spawn(process.execPath, ['--no-opt', main, ...parameters], {
      cwd: options.cwd,
      env: { ...process.env, NO_COLOR: '1', ...options.env },
    });
    const { killAfter } = options;
    let stdout = '';
    let stderr = '';
    child.stdout.once('data', () => {
      if (killAfter !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfter).unref();
    });
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? undefined, stdout, stderr }));
  });
}
