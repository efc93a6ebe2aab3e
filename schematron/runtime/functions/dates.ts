import { implicitZone } from '../compare.ts';
import * as decimal from '../decimal.ts';
import { Decimal, integer } from '../decimal.ts';
import { Duration } from '../duration.ts';
import { DynamicError } from '../error.ts';
import { adjustZone, castTemporal, Temporal } from '../temporal.ts';

/** Functions on dates, times and durations. An absent argument is the empty sequence. */

export function adjustToZone(value: Temporal | undefined): Temporal | undefined {
  return value === undefined ? undefined : adjustZone(value, implicitZone);
}

function minutesOf(zone: Duration): number {
  const minutes = decimal.divide(zone.seconds, integer(60));
  if (decimal.compareDecimals(minutes, decimal.toInteger(minutes)) !== 0)
    throw new DynamicError('FODT0003', 'a zone that is no whole number of minutes');
  return decimal.toCount(decimal.toInteger(minutes));
}

export type Part = 'year' | 'month' | 'day' | 'hours' | 'minutes' | 'seconds' | 'timezone';

export function partOf(value: Temporal | undefined, part: Part): Decimal | Duration | undefined {
  if (value === undefined) return undefined;
  const seconds = decimal.toCount(decimal.toInteger(value.seconds));
  switch (part) {
    case 'year':
    case 'month':
    case 'day':
      return integer(value[part]);
    case 'hours':
      return integer(Math.floor(seconds / 3600));
    case 'minutes':
      return integer(Math.floor(seconds / 60) % 60);
    case 'seconds':
      return asDecimal(decimal.remainder(value.seconds, integer(60)));
    case 'timezone':
      return value.zone === undefined ? undefined : new Duration('dayTimeDuration', 0, integer(value.zone * 60));
  }
}

function asDecimal(value: Decimal): Decimal {
  return new Decimal(value.mantissa, value.scale, false);
}

export type DurationPart = 'years' | 'months' | 'days' | 'hours' | 'minutes' | 'seconds';

export function partOfDuration(value: Duration | undefined, part: DurationPart): Decimal | undefined {
  if (value === undefined) return undefined;
  const whole = (unit: number) => decimal.wholeQuotient(value.seconds, integer(unit));
  switch (part) {
    case 'years':
      return integer(Math.trunc(value.months / 12));
    case 'months':
      return integer(value.months % 12);
    case 'days':
      return whole(86400);
    case 'hours':
      return decimal.remainder(whole(3600), integer(24));
    case 'minutes':
      return decimal.remainder(whole(60), integer(60));
    case 'seconds':
      return asDecimal(decimal.remainder(value.seconds, integer(60)));
  }
}

/** fn:dateTime */
export function combine(date: Temporal | undefined, time: Temporal | undefined): Temporal | undefined {
  if (date === undefined || time === undefined) return undefined;
  if (date.zone !== undefined && time.zone !== undefined && date.zone !== time.zone)
    throw new DynamicError('FORG0008', 'a date and a time of two zones');
  return new Temporal('dateTime', date, time.seconds, date.zone ?? time.zone);
}

export function current(now: Temporal, type: 'dateTime' | 'date' | 'time'): Temporal {
  return castTemporal(now, type) ?? now;
}

export function implicitTimezone(): Duration {
  return new Duration('dayTimeDuration', 0, integer(implicitZone * 60));
}

/** With a zone given, perhaps the empty sequence, which takes the zone away. */
export function adjustToGivenZone(value: Temporal | undefined, zone: Duration | undefined): Temporal | undefined {
  if (value === undefined) return undefined;
  return adjustZone(value, zone === undefined ? undefined : minutesOf(zone));
}
