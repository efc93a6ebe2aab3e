/** A clock that only moves when somebody sleeps: nobody waits, and whoever is given it lives by it too. */
export function testClock(start = '2026-03-01T12:00:00Z') {
  let now = Date.parse(start);
  return {
    now: () => new Date(now),
    monotonic: () => now,
    async sleep(milliseconds: number) {
      now += milliseconds;
    },
  };
}
