/** fn:round of a double: halves towards positive infinity; -0 and what has no fraction stay as they are. */
export function round(value: number): number {
  if (!Number.isFinite(value) || Math.abs(value) >= 2 ** 52) return value;
  const floor = Math.floor(value);
  const rounded = value - floor >= 0.5 ? floor + 1 : floor;
  return rounded === 0 && (value < 0 || Object.is(value, -0)) ? -0 : rounded;
}
