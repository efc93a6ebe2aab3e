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

/**
 * ISO 8601, in UTC, to the millisecond. The last one is remembered, and the second it is in: a run writes down some sixteen moments
 * in two or three milliseconds, and V8 takes a microsecond or more for each text.
 */
export function isoText(moment: Date): string {
  const time = moment.getTime();
  if (time !== last) {
    const second = 1000 * Math.floor(time / 1000);
    if (second !== lastSecond) {
      upToPoint = moment.toISOString().slice(0, -4);
      lastSecond = second;
    }
    lastText = `${upToPoint}${String(time - second).padStart(3, '0')}Z`;
    last = time;
  }
  return lastText;
}

let last = Number.NaN;
let lastText = '';
let lastSecond = Number.NaN;
let upToPoint = '';

/** Whether a text is a day of the calendar, as ISO 8601 writes it. V8 takes the 31st of February for one of March. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(text).getUTCDate() === Number(text.slice(-2));
