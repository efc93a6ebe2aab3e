/** Time, as a port: tests move it by hand. */
export interface Clock {
  now(): Date;
  /** Milliseconds that only ever grow, whatever happens to the wall clock; for fences and durations. */
  monotonic(): number;
  /** Resolves after that many milliseconds. */
  sleep(milliseconds: number): Promise<void>;
}

/** Chance, as a port: tests seed it. */
export interface Chance {
  /** A number in [0, 1). */
  next(): number;
  /** 16 lower-case hexadecimal digits that nobody else has. */
  nonce(): string;
}
