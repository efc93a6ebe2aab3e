const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Timers of Node hold no more (24 days); beyond it they fire at once. */
const LONGEST = 2 ** 31 - 1;

/** Milliseconds of a duration that its schema let through: `500ms`, `30s`, `5m`, `1h`. */
export function milliseconds(duration: string): number {
  const [, amount = '0', unit = 's'] = /^(\d+)(ms|s|m|h)$/.exec(duration) ?? [];
  return Math.min(Number(amount) * (units[unit] ?? 1_000), LONGEST);
}
