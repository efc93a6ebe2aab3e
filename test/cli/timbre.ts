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

/** SIGKILL, so many milliseconds after it has begun with what is looked at. */
export interface Kill {
  readonly begun: () => boolean;
  readonly after: number;
}

/** Runs the built command as a process of its own. */
export function timbre(
  parameters: readonly string[],
  options: { cwd?: string; kill?: Kill; env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    // It is over before the optimising compiler would be of use, a fifth of its processor time, and before copying young objects is.
    const child = spawn(process.execPath, ['--no-opt', '--min-semi-space-size=16', main, ...parameters], {
      cwd: options.cwd,
      env: { ...process.env, NO_COLOR: '1', ...options.env },
    });
    const { kill } = options;
    const watch =
      kill &&
      setInterval(() => {
        if (!kill.begun()) return;
        clearInterval(watch);
        setTimeout(() => child.kill('SIGKILL'), kill.after).unref();
      }, 1);
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(watch);
      resolve({ code: code ?? undefined, stdout, stderr });
    });
  });
}
