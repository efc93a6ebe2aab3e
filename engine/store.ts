/**
 * Where records and documents are kept: the truth about every run.
 * Paths are relative, of `[A-Za-z0-9._-]+` segments joined by `/`; the engine makes them, never a user.
 * Every method rejects with a `TimbreError` STORE_FAILED when the store cannot answer.
 *
 * The area below `runs/` is only ever created, so a container can be made immutable; what may move stands beside it.
 */
export interface Store {
  /**
   * Creates the file whole or not at all (If-None-Match: *). Resolves to false when the name is taken.
   * A store whose answer got lost recognises its own earlier write.
   */
  create(path: string, bytes: Uint8Array): Promise<boolean>;
  /** The bytes of a file, or undefined when there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** The paths of all files below a prefix that ends in `/`, in lexical order. */
  list(prefix: string): AsyncIterable<string>;
  /** The bytes with the version that `swap` compares. */
  readVersioned(path: string): Promise<Versioned | undefined>;
  /** Replaces the file if its version is still the one given (`undefined`: if there is none). False when it is not. */
  swap(path: string, bytes: Uint8Array, version: string | undefined): Promise<boolean>;
  /** Removes a file; no error when it is gone. STORE_IMMUTABLE when the store holds it fast. */
  remove(path: string): Promise<void>;
}

export interface Versioned {
  readonly bytes: Uint8Array;
  readonly version: string;
}
