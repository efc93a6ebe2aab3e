import * as decimal from './decimal.ts';
import { type Decimal, integer } from './decimal.ts';
import type { Duration } from './duration.ts';
import { DynamicError } from './error.ts';

export type TemporalType = 'dateTime' | 'date' | 'time' | 'gYear' | 'gYearMonth' | 'gMonth' | 'gMonthDay' | 'gDay';

/** A date, a time or a part of one. Fields that the type does not have hold those of 1972-01-01T00:00:00. */
export class Temporal {
  readonly type: TemporalType;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Since midnight, less than 86,400. */
  readonly seconds: Decimal;
  /** Minutes east of UTC; absent when the value says nothing. */
  readonly zone: number | undefined;

  constructor(
    type: TemporalType,
    date: { readonly year: number; readonly month: number; readonly day: number },
    seconds: Decimal,
    zone: number | undefined,
  ) {
    this.type = type;
    this.year = date.year;
    this.month = date.month;
    this.day = date.day;
    this.seconds = seconds;
    this.zone = zone;
  }
}

const year = '(?<year>-?(?:[1-9]\\d{3,}|0\\d{3}))';
const month = '(?<month>0[1-9]|1[0-2])';
const day = '(?<day>0[1-9]|[12]\\d|3[01])';
const time = '(?<hour>[01]\\d|2[0-4]):(?<minute>[0-5]\\d):(?<second>[0-5]\\d(?:\\.\\d+)?)';
const zone = '(?<zone>Z|[+-](?:0\\d|1[0-3]):[0-5]\\d|[+-]14:00)?';

const lexical: Readonly<Record<TemporalType, RegExp>> = {
  dateTime: new RegExp(`^${year}-${month}-${day}T${time}${zone}$`),
  date: new RegExp(`^${year}-${month}-${day}${zone}$`),
  time: new RegExp(`^${time}${zone}$`),
  gYear: new RegExp(`^${year}${zone}$`),
  gYearMonth: new RegExp(`^${year}-${month}${zone}$`),
  gMonth: new RegExp(`^--${month}${zone}$`),
  gMonthDay: new RegExp(`^--${month}-${day}${zone}$`),
  gDay: new RegExp(`^---${day}${zone}$`),
};

/** The value of a literal, or undefined when it is none of this type. */
export function parseTemporal(text: string, type: TemporalType): Temporal | undefined {
  const parts = lexical[type].exec(text)?.groups;
  if (parts === undefined) return undefined;
  const date = { year: Number(parts.year ?? 1972), month: Number(parts.month ?? 1), day: Number(parts.day ?? 1) };
  if (date.day > daysOfMonth(date.year, date.month)) return undefined;
  const offset = parts.zone === undefined ? undefined : parseZone(parts.zone);
  if (parts.hour === undefined) return new Temporal(type, date, decimal.zero, offset);
  const second = decimal.parseDecimal(parts.second ?? '0') ?? decimal.zero;
  const minutes = Number(parts.hour) * 60 + Number(parts.minute);
  if (minutes > 24 * 60 || (minutes === 24 * 60 && second.mantissa !== 0)) return undefined;
  const seconds = decimal.add(integer(minutes * 60), second);
  if (minutes < 24 * 60) return new Temporal(type, date, seconds, offset);
  // 24:00:00 is the start of the next day.
  const next = type === 'time' ? date : dateOf(dayNumber(date) + 1);
  return new Temporal(type, next, decimal.zero, offset);
}

function parseZone(text: string): number {
  if (text === 'Z') return 0;
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(4));
  return text.startsWith('-') ? 0 - minutes : minutes;
}

function daysOfMonth(inYear: number, inMonth: number): number {
  if (inMonth === 2) return (inYear % 4 === 0 && inYear % 100 !== 0) || inYear % 400 === 0 ? 29 : 28;
  return inMonth === 4 || inMonth === 6 || inMonth === 9 || inMonth === 11 ? 30 : 31;
}

interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Days since 1970-01-01 in the Gregorian calendar, counted backwards too. */
function dayNumber(date: CalendarDate): number {
  const y = date.month <= 2 ? date.year - 1 : date.year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5) + date.day - 1;
  return era * 146097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719468;
}

function dateOf(number: number): CalendarDate {
  const shifted = number + 719468;
  const era = Math.floor(shifted / 146097);
  const ofEra = shifted - era * 146097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36524) - Math.floor(ofEra / 146096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * ofYear + 2) / 153);
  const inMonth = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (inMonth <= 2 ? 1 : 0),
    month: inMonth,
    day: ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

/** Seconds on the time line; a value without zone is taken to be in the implicit one. */
export function instant(value: Temporal, implicitZone: number): Decimal {
  const days = integer(BigInt(dayNumber(value)) * 86400n);
  const local = decimal.add(days, value.seconds);
  return decimal.subtract(local, integer((value.zone ?? implicitZone) * 60));
}

export function compareTemporals(a: Temporal, b: Temporal, implicitZone: number): number {
  return decimal.compareDecimals(instant(a, implicitZone), instant(b, implicitZone));
}

/** `value` on another clock: `seconds` since 1970 by the wall clock of `zone`. */
function at(type: TemporalType, seconds: Decimal, offset: number | undefined): Temporal {
  const days = decimal.round(decimal.divide(seconds, integer(86400)), 0, 'floor');
  const rest = decimal.subtract(seconds, decimal.multiply(days, integer(86400)));
  if (type === 'time') return new Temporal(type, { year: 1972, month: 1, day: 1 }, rest, offset);
  const date = dateOf(decimal.toCount(days));
  return new Temporal(type, date, type === 'date' ? decimal.zero : rest, offset);
}

/** fn:adjust-…-to-timezone. `offset` absent takes the zone away. */
export function adjustZone(value: Temporal, offset: number | undefined): Temporal {
  if (offset !== undefined && Math.abs(offset) > 840) throw new DynamicError('FODT0003', 'a zone beyond 14 hours');
  if (offset === undefined || value.zone === undefined) return new Temporal(value.type, value, value.seconds, offset);
  const moved = decimal.add(instant(value, 0), integer(offset * 60));
  return at(value.type, moved, offset);
}

export function addDuration(value: Temporal, duration: Duration, sign: 1 | -1): Temporal {
  const count = value.year * 12 + value.month - 1 + sign * duration.months;
  const inYear = Math.floor(count / 12);
  const inMonth = count - inYear * 12 + 1;
  const date = { year: inYear, month: inMonth, day: Math.min(value.day, daysOfMonth(inYear, inMonth)) };
  const moved = value.type === 'time' ? value : new Temporal(value.type, date, value.seconds, value.zone);
  const wall = decimal.add(instant(moved, 0), integer((value.zone ?? 0) * 60));
  const shift = sign === 1 ? duration.seconds : decimal.negate(duration.seconds);
  return at(value.type, decimal.add(wall, shift), value.zone);
}

/** The same value as another type, where XPath allows the cast. */
export function castTemporal(value: Temporal, type: TemporalType): Temporal | undefined {
  if (value.type === type) return value;
  if (value.type === 'date' && type === 'time') return undefined;
  if (value.type !== 'dateTime' && value.type !== 'date') return undefined;
  const date = {
    year: type === 'time' || ['gMonth', 'gMonthDay', 'gDay'].includes(type) ? 1972 : value.year,
    month: type === 'time' || type === 'gYear' || type === 'gDay' ? 1 : value.month,
    day: type === 'dateTime' || type === 'date' || type === 'gMonthDay' || type === 'gDay' ? value.day : 1,
  };
  return new Temporal(type, date, type === 'dateTime' || type === 'time' ? value.seconds : decimal.zero, value.zone);
}

export function formatTemporal(value: Temporal): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const y = (value.year < 0 ? '-' : '') + String(Math.abs(value.year)).padStart(4, '0');
  const total = decimal.toCount(decimal.toInteger(value.seconds));
  const [whole = '', fraction] = String(decimal.remainder(value.seconds, integer(60))).split('.');
  const second = whole.padStart(2, '0') + (fraction === undefined ? '' : `.${fraction}`);
  const clock = `${two(Math.floor(total / 3600))}:${two(Math.floor(total / 60) % 60)}:${second}`;
  const texts: Record<TemporalType, string> = {
    dateTime: `${y}-${two(value.month)}-${two(value.day)}T${clock}`,
    date: `${y}-${two(value.month)}-${two(value.day)}`,
    time: clock,
    gYear: y,
    gYearMonth: `${y}-${two(value.month)}`,
    gMonth: `--${two(value.month)}`,
    gMonthDay: `--${two(value.month)}-${two(value.day)}`,
    gDay: `---${two(value.day)}`,
  };
  return texts[value.type] + formatZone(value.zone);
}

function formatZone(offset: number | undefined): string {
  if (offset === undefined) return '';
  if (offset === 0) return 'Z';
  const size = Math.abs(offset);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
