import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Found } from './finding.ts';

/** Whether records can be written: a file is made in the store's folder and taken away. */
export function lookAtStore(folder: string): Found {
  const probe = join(folder, `.doctor-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(probe, '', { flag: 'wx' });
    rmSync(probe);
    return { state: 'ok', message: `${folder} can be written.` };
  } catch {
    const hint = 'Is the folder there, is it yours, and is the disk not full?';
    return { state: 'problem', message: `${folder} cannot be written.`, hint };
  }
}
