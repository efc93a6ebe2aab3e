const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `500ms`, `30s`, `5m`, `72h`, `2d` in milliseconds; undefined for anything else. */
export function durationOf(text: unknown): number | undefined {
  const [, count, unit = ''] = /^(\d+)(ms|s|m|h|d)$/.exec(String(text)) ?? [];
  return count === undefined ? undefined : Number(count) * (units[unit] ?? 0);
}
