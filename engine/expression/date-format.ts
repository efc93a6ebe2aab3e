import { CalendarDate, type DateTime, offsetText } from './calendar.ts';

type Writer = (value: CalendarDate | DateTime) => string;

const compiled = new Map<string, readonly Writer[]>();

/** Writes a date or time by a pattern like `yyyy-MM-dd'T'HH:mm:ssXXX`. Throws a RangeError for what the pattern or value lacks. */
export function formatDate(value: CalendarDate | DateTime, pattern: string): string {
  const writers = compiled.get(pattern) ?? compilePattern(pattern);
  if (compiled.size < 1000) compiled.set(pattern, writers);
  return writers.map((write) => write(value)).join('');
}

/** Throws a RangeError for a pattern that cannot be read. */
export function compilePattern(pattern: string): readonly Writer[] {
  return [...pattern.matchAll(/'((?:[^']|'')*)'|([A-Za-z])\2*|[\s\S]/g)].map(([text, quoted, letter]) => {
    if (quoted !== undefined) return () => (text === "''" ? "'" : quoted.replaceAll("''", "'"));
    if (letter === undefined) {
      if (text === "'") throw new RangeError(`the date pattern "${pattern}" has a quote that is not closed`);
      return () => text;
    }
    const writer = writers[text];
    if (writer !== undefined) return writer;
    throw new RangeError(`\`${text}\` means nothing in a date pattern; there is ${Object.keys(writers).join(' ')}`);
  });
}

const day = (value: CalendarDate | DateTime): Date =>
  new Date(value instanceof CalendarDate ? value.day * 864e5 : value.local);
const two = (value: number): string => String(value).padStart(2, '0');
const year = (value: CalendarDate | DateTime): string => String(day(value).getUTCFullYear()).padStart(4, '0');
const clock = (value: CalendarDate | DateTime): Date => {
  if (value instanceof CalendarDate) throw new RangeError(`${value} is a day and has no time`);
  return new Date(value.local);
};
const offset = (value: CalendarDate | DateTime): number => {
  if (value instanceof CalendarDate) throw new RangeError(`${value} is a day and has no offset`);
  if (value.offset === undefined) throw new RangeError(`${value} has no offset from UTC`);
  return value.offset;
};

/** A part of the letters of Unicode TS #35, Date Field Symbols. */
const writers: Readonly<Record<string, Writer>> = {
  yyyy: year,
  yy: (value) => year(value).slice(-2),
  MM: (value) => two(day(value).getUTCMonth() + 1),
  M: (value) => String(day(value).getUTCMonth() + 1),
  dd: (value) => two(day(value).getUTCDate()),
  d: (value) => String(day(value).getUTCDate()),
  HH: (value) => two(clock(value).getUTCHours()),
  H: (value) => String(clock(value).getUTCHours()),
  mm: (value) => two(clock(value).getUTCMinutes()),
  ss: (value) => two(clock(value).getUTCSeconds()),
  SSS: (value) => String(clock(value).getUTCMilliseconds()).padStart(3, '0'),
  XXX: (value) => offsetText(offset(value)),
  xxx: (value) => offsetText(offset(value)).replace('Z', '+00:00'),
};
