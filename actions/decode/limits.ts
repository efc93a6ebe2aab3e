/** What decoded content may be at most. */
export interface Limits {
  readonly maxBytes: number;
  readonly maxEntries: number;
}
