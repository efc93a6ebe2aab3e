import { CalendarDate, DateTime } from '../calendar.ts';
import { formatDate } from '../date-format.ts';
import { describe, type ExpressionFunction, failed, toInt, toText } from './define.ts';

export const dateFunctions: readonly ExpressionFunction[] = [
  {
    name: 'date',
    signatures: ['date(when): date'],
    summary: 'The day that a text like 2026-03-01 names, or on which a date and time falls where it was written.',
    examples: [
      ['date("2026-03-01")', '2026-03-01'],
      ['date("2026-03-01T23:30:00-06:00") < date("2026-03-02")', 'true'],
    ],
    run: toDate,
  },
  {
    name: 'dateTime',
    signatures: ['dateTime(string): dateTime', 'dateTime(dateTime): dateTime', 'dateTime(string, string): dateTime'],
    summary: 'The moment that a text in ISO 8601 names; or a day and a time, each as text.',
    examples: [
      ['dateTime("2026-03-01T12:00:00-06:00")', '2026-03-01T12:00:00-06:00'],
      ['dateTime("2026-03-01", "14:05:09Z")', '2026-03-01T14:05:09Z'],
    ],
    run: (value, time) => toDateTime(time === undefined ? value : `${toText(value)}T${toText(time)}`),
  },
  {
    name: 'format',
    signatures: [
      'format(when, string): string',
      'format(string, string, string): string',
      'format(dateTime, string, string): string',
    ],
    summary:
      "Written by a pattern of yyyy yy MM M dd d HH H mm ss SSS XXX xxx and 'text'; as it was given, or on the clocks of an IANA time zone.",
    examples: [
      ['format("2026-03-01", "dd/MM/yyyy")', '01/03/2026'],
      ['format("2026-03-01T12:00:00-06:00", "yyyy-MM-dd\'T\'HH:mm:ss")', '2026-03-01T12:00:00'],
      ['format(dateTime("2026-07-01T12:00:00Z"), "HH:mm XXX", "Europe/Madrid")', '14:00 +02:00'],
    ],
    run: (value, pattern, zone) => {
      if (zone !== undefined) return formatDate(toDateTime(value).in(toText(zone)), toText(pattern));
      return formatDate(toDateOrTime(value), toText(pattern));
    },
  },
  {
    name: 'addDays',
    signatures: ['addDays(date, int): date', 'addDays(string, int): date'],
    summary: 'The day that many days later, or earlier for a negative number.',
    examples: [['addDays("2026-02-27", 2)', '2026-03-01']],
    run: (value, days) => toDate(value).plusDays(span(days)),
  },
  {
    name: 'addMonths',
    signatures: ['addMonths(date, int): date', 'addMonths(string, int): date'],
    summary: "The same day that many months later; the month's last day where it has fewer.",
    examples: [['addMonths("2026-01-31", 1)', '2026-02-28']],
    run: (value, months) => toDate(value).plusMonths(span(months)),
  },
  {
    name: 'daysBetween',
    signatures: ['daysBetween(when, when): int'],
    summary: 'How many days the second day is after the first.',
    examples: [['daysBetween("2026-02-27", "2026-03-01")', '2']],
    absent: 'refused',
    run: (from, to) => BigInt(toDate(to).day - toDate(from).day),
  },
];

function toDate(value: unknown): CalendarDate {
  if (value instanceof CalendarDate) return value;
  if (value instanceof DateTime) return value.date;
  const read = typeof value === 'string' ? CalendarDate.parse(value) : undefined;
  return read ?? failed(`${describe(value)} is no day like 2026-03-01`);
}

function toDateTime(value: unknown): DateTime {
  if (value instanceof DateTime) return value;
  const read = typeof value === 'string' ? DateTime.parse(value) : undefined;
  return read ?? failed(`${describe(value)} is no date and time like 2026-03-01T12:00:00-06:00`);
}

function toDateOrTime(value: unknown): CalendarDate | DateTime {
  if (value instanceof CalendarDate || value instanceof DateTime) return value;
  return typeof value === 'string' && value.length > 10 ? toDateTime(value) : toDate(value);
}

function span(value: unknown): number {
  const number = toInt(value);
  return Math.abs(number) <= 1_000_000 ? number : failed(`${number} is too far`);
}
