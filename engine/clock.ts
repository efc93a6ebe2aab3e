/** Time, as a port: tests move it by hand. */
export interface Clock {
  now(): Date;
  /** Resolves after that many milliseconds, or rejects when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** Chance, as a port: tests seed it. */
export interface Chance {
  /** A number in [0, 1). */
  next(): number;
  /** 16 lower-case hexadecimal digits that nobody else has. */
  nonce(): string;
}
