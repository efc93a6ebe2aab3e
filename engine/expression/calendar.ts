/** A day of the (proleptic) Gregorian calendar, of no place. */
export class CalendarDate {
  /** Days since 1970-01-01. */
  readonly day: number;

  constructor(day: number) {
    this.day = day;
  }

  /** From `2026-03-01`, or the day that a date and time text begins with. */
  static parse(text: string): CalendarDate | undefined {
    const match = /^(\d{4})-(\d{2})-(\d{2})(?=$|[T ]|Z$|[+-]\d{2}:\d{2}$)/.exec(text);
    if (match === null) return undefined;
    const [year, month, date] = match.slice(1).map(Number) as [number, number, number];
    const time = Date.UTC(year, month - 1, date);
    const read = new Date(time);
    return read.getUTCMonth() === month - 1 && read.getUTCDate() === date ? new CalendarDate(time / 864e5) : undefined;
  }

  plusDays(days: number): CalendarDate {
    return new CalendarDate(this.day + days);
  }

  /** The same day that many months on; the month's last day where it has fewer. */
  plusMonths(months: number): CalendarDate {
    const from = new Date(this.day * 864e5);
    const first = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1));
    const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
    return new CalendarDate(first.getTime() / 864e5 + Math.min(from.getUTCDate(), last) - 1);
  }

  toString(): string {
    return new Date(this.day * 864e5).toISOString().slice(0, 10);
  }

  toJSON(): string {
    return this.toString();
  }
}

/** A moment as it was written: the local time, and the offset from UTC when one was given. */
export class DateTime {
  /** Milliseconds since 1970-01-01T00:00 of the local clock. */
  readonly local: number;
  /** Minutes east of UTC; undefined for a local time of no known place. */
  readonly offset: number | undefined;

  constructor(local: number, offset: number | undefined) {
    this.local = local;
    this.offset = offset;
  }

  /** From ISO 8601 like `2026-03-01T12:00:00.123-06:00`; seconds, their fraction and the offset may be left out. */
  static parse(text: string): DateTime | undefined {
    const match = /^([\d-]{10})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})?$/.exec(text);
    const date = match && CalendarDate.parse(match[1] ?? '');
    if (!date) return undefined;
    const [hour, minute, second] = [match[2], match[3], match[4] ?? '0'].map(Number) as [number, number, number];
    if (hour > 23 || minute > 59 || second > 59) return undefined;
    const fraction = Number((match[5] ?? '').padEnd(3, '0').slice(0, 3));
    const local = date.day * 864e5 + ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
    return new DateTime(local, match[6] === undefined ? undefined : offsetMinutes(match[6]));
  }

  /** Milliseconds since the epoch; a local time of no known place counts as UTC, so that two of them compare. */
  get instant(): number {
    return this.local - (this.offset ?? 0) * 6e4;
  }

  /** The same moment on the clocks of an IANA time zone. Throws a RangeError for an unknown zone or a time of no known place. */
  in(zone: string): DateTime {
    if (this.offset === undefined) throw new RangeError(`${this} has no offset from UTC, so it has no time in ${zone}`);
    const offset = zoneOffset(this.instant, zone);
    return new DateTime(this.instant + offset * 6e4, offset);
  }

  get date(): CalendarDate {
    return new CalendarDate(Math.floor(this.local / 864e5));
  }

  toString(): string {
    const text = new Date(this.local)
      .toISOString()
      .slice(0, -1)
      .replace(/\.000$/, '');
    return text + (this.offset === undefined ? '' : offsetText(this.offset));
  }

  toJSON(): string {
    return this.toString();
  }
}

/** `+05:30`, and `Z` for none. */
export function offsetText(minutes: number): string {
  if (minutes === 0) return 'Z';
  const absolute = Math.abs(minutes);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${two(absolute / 60)}:${two(absolute % 60)}`;
}

function offsetMinutes(text: string): number {
  if (text === 'Z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(4));
  return text.startsWith('-') ? -minutes : minutes;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function zoneOffset(instant: number, zone: string): number {
  const format = formats.get(zone) ?? zoneFormat(zone);
  formats.set(zone, format);
  const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  const local = Date.UTC(year, month - 1, day, hour, minute, second);
  return Math.round((local - instant) / 6e4);
}

function zoneFormat(zone: string): Intl.DateTimeFormat {
  const numeric = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric' } as const;
  const settings = { ...numeric, minute: 'numeric', second: 'numeric', hourCycle: 'h23', timeZone: zone } as const;
  try {
    return new Intl.DateTimeFormat('en-US', settings);
  } catch {
    throw new RangeError(`"${zone}" is no IANA time zone`);
  }
}
