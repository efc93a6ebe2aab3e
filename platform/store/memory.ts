import type { Store } from '../../engine/store.ts';

/** A store that lasts as long as the process: for measurements and tests of everything above it. */
export function memoryStore(): Store {
  const files = new Map<string, { bytes: Uint8Array; version: number }>();
  return {
    async create(path, bytes) {
      if (files.has(path)) return false;
      files.set(path, { bytes, version: 1 });
      return true;
    },
    async read(path) {
      return files.get(path)?.bytes;
    },
    async *list(prefix) {
      yield* [...files.keys()].filter((path) => path.startsWith(prefix)).sort();
    },
    async readVersioned(path) {
      const file = files.get(path);
      return file && { bytes: file.bytes, version: String(file.version) };
    },
    async swap(path, bytes, version) {
      const file = files.get(path);
      if ((file && String(file.version)) !== version) return false;
      files.set(path, { bytes, version: (file?.version ?? 0) + 1 });
      return true;
    },
    async remove(path) {
      files.delete(path);
    },
  };
}
