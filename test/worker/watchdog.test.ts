import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isBuilt } from '../cli/timbre.ts';

const script = fileURLToPath(new URL('./watched.mjs', import.meta.url));

async function endOf(how: string) {
  const [code, signal] = await once(spawn(process.execPath, [script, how], { stdio: 'inherit' }), 'exit');
  return signal ?? code;
}

describe.skipIf(!isBuilt)('a watchdog, needs npm run build', () => {
  it('ends a process that stands still, and none that only waits', async () => {
    expect(await Promise.all([endOf('blocks'), endOf('waits')])).toEqual(['SIGKILL', 0]);
  }, 20_000);
});
