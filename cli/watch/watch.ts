import { watch as watchFolder } from 'node:fs';
import type { NamedFeature } from '../../platform/environment/index.ts';
import { fewest, testedBy } from './changed.ts';

/** Editors write a file in several goes, and several files at once. In milliseconds. */
const calm = 150;

/**
 * Calls `again` with what is to be tested whenever files of the features change, one call at a time, until the signal;
 * what changes meanwhile comes after.
 */
export async function watchFeatures(
  features: readonly NamedFeature[],
  again: (names: readonly string[]) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const changed = new Set<string>();
  let wake = (): void => {};
  const watchers = features.map((feature) =>
    watchFolder(feature.folder, { recursive: true }, (_, file) => {
      const name = file === null ? feature.folder : testedBy(feature, file);
      if (name === undefined) return;
      changed.add(name);
      wake();
    }),
  );
  try {
    while (!signal.aborted) {
      if (changed.size === 0) await until((done) => (wake = done), signal);
      await until((done) => setTimeout(done, calm), signal);
      const names = fewest(changed);
      changed.clear();
      if (!signal.aborted && names.length > 0) await again(names);
    }
  } finally {
    for (const watcher of watchers) watcher.close();
  }
}

function until(start: (done: () => void) => unknown, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      signal.removeEventListener('abort', done);
      resolve();
    };
    signal.addEventListener('abort', done);
    start(done);
    if (signal.aborted) done();
  });
}
