/**
 * How much longer one thing takes with `many` parts than `many / few` things with `few` parts each: 1 where its time is that of its
 * parts, `many / few` where it grows with their square. Both sides take long alike, and are measured by turns, so that whoever shares the
 * processor slows both; the smallest of each counts. Given up as soon as it is below `limit`.
 */
export function growth(few: number, many: number, limit: number, act: (parts: number) => void): number {
  const times = Math.round(many / few);
  let one = Number.POSITIVE_INFINITY;
  let several = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 10 && !(one / several < limit); turn++) {
    several = Math.min(
      several,
      measured(() => {
        for (let time = 0; time < times; time++) act(few);
      }),
    );
    one = Math.min(
      one,
      measured(() => act(many)),
    );
  }
  return one / several;
}

/** Microseconds of processor time. */
function measured(act: () => void): number {
  const started = process.cpuUsage();
  act();
  const { user, system } = process.cpuUsage(started);
  return user + system;
}
