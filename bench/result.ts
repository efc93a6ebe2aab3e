/** What one bench says. */
export interface BenchResult {
  readonly name: string;
  /** Numbers by name; the unit is in the name where it is not a ratio. */
  readonly figures: Readonly<Record<string, number>>;
  /** The most that a figure may be, for those that are held to something. */
  readonly limit: Readonly<Record<string, number>>;
  readonly ok: boolean;
  /** Why nothing was measured. */
  readonly skipped?: string;
  /** What it could not be measured beside. */
  readonly without?: readonly string[];
}

export function resultOf(
  name: string,
  figures: Readonly<Record<string, number>>,
  limit: Readonly<Record<string, number>> = {},
): BenchResult {
  const ok = Object.entries(limit).every(([figure, most]) => (figures[figure] ?? Number.POSITIVE_INFINITY) <= most);
  return { name, figures, limit, ok };
}

/** Not measured is not broken: what is missing is said. */
export const skipped = (name: string, why: string): BenchResult => ({
  name,
  figures: {},
  limit: {},
  ok: true,
  skipped: why,
});

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** Microseconds of processor time since `before`, of all threads: other work on the machine does not count. */
export function processorTime(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
