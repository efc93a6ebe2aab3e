import type { Store } from '../../engine/index.ts';
import { memoryStore } from '../../platform/store/index.ts';

/** A store in memory that is emptied at will: a worker's own memory holds nothing of the runs that it finished. */
export interface ForgetfulStore extends Store {
  forget(): void;
}

export function forgetfulStore(): ForgetfulStore {
  let store = memoryStore();
  return {
    forget() {
      store = memoryStore();
    },
    create: (path, bytes) => store.create(path, bytes),
    read: (path) => store.read(path),
    list: (prefix) => store.list(prefix),
    readVersioned: (path) => store.readVersioned(path),
    swap: (path, bytes, version) => store.swap(path, bytes, version),
    remove: (path) => store.remove(path),
  };
}
