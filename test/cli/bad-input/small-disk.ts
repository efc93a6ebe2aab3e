import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file system of its own that is easily full, and that can be made read-only. */
export interface SmallDisk {
  readonly folder: string;
  /** Bytes. */
  left(): number;
  /** Leaves this many bytes; 0 leaves nothing. */
  fillTo(most: number): void;
  /** Takes away what `fillTo` put there. */
  free(): void;
  readOnly(is: boolean): void;
  remove(): void;
}

/** Undefined where this account may not mount: only root may, and not in every container. */
export function mountSmallDisk(folder: string): SmallDisk | undefined {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  const ballast = join(folder, 'ballast');
  const left = () => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  return {
    folder,
    left,
    fillTo: (most) => writeFileSync(ballast, new Uint8Array(Math.max(0, left() - Math.ceil(most)))),
    free: () => rmSync(ballast, { force: true }),
    readOnly: (is) => execFileSync('mount', ['-o', `remount,${is ? 'ro' : 'rw'}`, folder], { stdio: 'ignore' }),
    remove: () => execFileSync('umount', [folder], { stdio: 'ignore' }),
  };
}

/** For the name of a skipped test. */
export const canMount = ((): boolean => {
  try {
    return process.getuid?.() === 0 && execFileSync('mount', ['--version']).length > 0;
  } catch {
    return false;
  }
})();
