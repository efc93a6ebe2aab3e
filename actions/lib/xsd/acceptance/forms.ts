import type { Matches } from './pattern.ts';

/**
 * How values are certainly written of a type that XML Schema has itself (part 2, chapter 3), numbers apart; undefined where libxml2
 * says it of all.
 */
export const formOf = (name: string): Matches | 'any' | undefined => forms.get(name);

const like =
  (form: RegExp, longest = 1000): Matches =>
  (value) =>
    value.length <= longest && form.test(value);

const zone = '(?:Z|[+-](?:0\\d|1[0-3]):[0-5]\\d)?';
const time = '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,6})?';
const dated = new RegExp(`^(?!0000)(\\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])${zone}$`);
const timed = new RegExp(`^(?!0000)(\\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T${time}${zone}$`);

/** The day is one of its month. */
const dayOf =
  (form: RegExp): Matches =>
  (value) => {
    const [, year, month, day] = form.exec(value) ?? [];
    return day !== undefined && (Number(day) <= 28 || Number(day) <= lastDay(Number(year), Number(month)));
  };

const lastDay = (year: number, month: number): number => {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
};

const base64 = /^[A-Za-z\d+/]*(?:[A-Za-z\d+/]{2}|[A-Za-z\d+/][AEIMQUYcgkosw048]=|[AQgw]==)$/;

/** What is certainly an absolute one. */
export const isUri: Matches = like(/^(?:urn:[\w.:-]+|https?:\/\/[A-Za-z\d.-]+(?:\/[\w./-]*)?(?:#[\w.-]*)?)$/);

const forms = new Map<string, Matches | 'any'>([
  ['anySimpleType', 'any'],
  ['string', 'any'],
  ['normalizedString', 'any'],
  ['token', 'any'],
  ['language', like(/^[A-Za-z]{1,8}(?:-[A-Za-z\d]{1,8})*$/, 30)],
  ['NMTOKEN', like(/^[\w.:-]+$/)],
  ['Name', like(/^[A-Za-z_][\w.-]*$/)],
  ['NCName', like(/^[A-Za-z_][\w.-]*$/)],
  ['boolean', like(/^(?:true|false|1|0)$/)],
  ['float', like(/^-?\d+(?:\.\d+)?$/, 16)],
  ['double', like(/^-?\d+(?:\.\d+)?$/, 16)],
  ['date', dayOf(dated)],
  ['dateTime', dayOf(timed)],
  ['time', like(new RegExp(`^${time}${zone}$`))],
  ['anyURI', (value) => isUri(value) || /^#?[\w.-]{0,1000}$/.test(value)],
  ['base64Binary', (value) => value.length % 4 === 0 && base64.test(value)],
]);
