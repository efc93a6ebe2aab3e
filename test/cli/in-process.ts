import { vi } from 'vitest';
import { timbre } from '../../cli/program.ts';

/** Runs the command in this process. */
export async function inProcess(parameters: readonly string[]): Promise<{ code: number; stdout: string }> {
  const printed: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => printed.push(String(chunk)) > 0);
  try {
    return { code: await timbre(parameters), stdout: printed.join('') };
  } finally {
    write.mockRestore();
  }
}
