import * as decimal from './decimal.ts';
import { type Decimal, integer } from './decimal.ts';
import { DynamicError } from './error.ts';

export type DurationType = 'duration' | 'yearMonthDuration' | 'dayTimeDuration';

/** A duration is months and seconds, both of one sign. */
export class Duration {
  readonly type: DurationType;
  readonly months: number;
  readonly seconds: Decimal;

  constructor(type: DurationType, months: number, seconds: Decimal) {
    this.type = type;
    this.months = months;
    this.seconds = seconds;
  }
}

const lexical = /^(-)?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?(?:(T)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** The value of a literal, or undefined when it is none of this type. */
export function parseDuration(text: string, type: DurationType): Duration | undefined {
  const parts = lexical.exec(text);
  if (parts === null || !/\d[A-Z]$/.test(text)) return undefined;
  const [, sign, years, months, days, time, hours, minutes, seconds] = parts;
  const inMonths = Number(years ?? 0) * 12 + Number(months ?? 0);
  const hasDays = days !== undefined || time !== undefined;
  if (type === 'yearMonthDuration' && hasDays) return undefined;
  if (type === 'dayTimeDuration' && (years !== undefined || months !== undefined)) return undefined;
  const whole = integer(BigInt(days ?? 0) * 86400n + BigInt(hours ?? 0) * 3600n + BigInt(minutes ?? 0) * 60n);
  const inSeconds = decimal.add(whole, decimal.parseDecimal(seconds ?? '0') ?? decimal.zero);
  return sign === undefined
    ? new Duration(type, inMonths, inSeconds)
    : new Duration(type, inMonths === 0 ? 0 : -inMonths, decimal.negate(inSeconds));
}

export function formatDuration({ type, months, seconds }: Duration): string {
  const negative = months < 0 || seconds.mantissa < 0;
  const size = Math.abs(months);
  let date = '';
  if (size >= 12) date += `${Math.floor(size / 12)}Y`;
  if (size % 12 !== 0) date += `${size % 12}M`;
  const time = formatSeconds(decimal.abs(seconds));
  const text = date + time;
  if (text !== '') return `${negative ? '-' : ''}P${text}`;
  return type === 'yearMonthDuration' ? 'P0M' : 'PT0S';
}

function formatSeconds(seconds: Decimal): string {
  const whole = BigInt(decimal.toInteger(seconds).mantissa);
  const days = whole / 86400n;
  const hours = (whole % 86400n) / 3600n;
  const minutes = (whole % 3600n) / 60n;
  const rest = decimal.remainder(seconds, integer(60));
  let time = '';
  if (hours !== 0n) time += `${hours}H`;
  if (minutes !== 0n) time += `${minutes}M`;
  if (rest.mantissa !== 0) time += `${rest}S`;
  return (days === 0n ? '' : `${days}D`) + (time === '' ? '' : `T${time}`);
}

export function addDurations(a: Duration, b: Duration, sign: 1 | -1): Duration {
  if (a.type === 'duration' || a.type !== b.type)
    throw new DynamicError('XPTY0004', `a ${a.type} and a ${b.type} cannot be added`);
  const seconds = sign === 1 ? decimal.add(a.seconds, b.seconds) : decimal.subtract(a.seconds, b.seconds);
  return new Duration(a.type, a.months + sign * b.months, seconds);
}

export function scaleDuration(a: Duration, factor: Decimal, by: 'multiply' | 'divide'): Duration {
  if (a.type === 'duration') throw new DynamicError('XPTY0004', 'a duration of months and seconds has no multiples');
  if (by === 'divide' && factor.mantissa === 0) throw new DynamicError('FODT0002', 'a duration divided by zero');
  const apply = by === 'multiply' ? decimal.multiply : decimal.divide;
  const months = decimal.round(apply(integer(a.months), factor), 0, 'half-up');
  return new Duration(a.type, decimal.toCount(months), apply(a.seconds, factor));
}
