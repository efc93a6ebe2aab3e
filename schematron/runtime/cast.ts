import { Decimal, parseDecimal, parseInteger, toDouble, toInteger } from './decimal.ts';
import { doubleToDecimal, formatDouble, formatFloat, parseDouble } from './double.ts';
import { Duration, type DurationType, formatDuration, parseDuration } from './duration.ts';
import { DynamicError } from './error.ts';
import { AnyUri, type Atomic, Binary, Double, QualifiedName, Untyped } from './item.ts';
import { castTemporal, formatTemporal, parseTemporal, Temporal, type TemporalType } from './temporal.ts';

/** The string value of an atomic value: what a cast to xs:string yields. */
export function stringOf(item: Atomic): string {
  if (typeof item === 'string') return item;
  if (typeof item === 'boolean') return String(item);
  if (item instanceof Untyped || item instanceof AnyUri || item instanceof Binary) return item.value;
  if (item instanceof Decimal) return item.toString();
  if (item instanceof Double) return item.type === 'float' ? formatFloat(item.value) : formatDouble(item.value);
  if (item instanceof Temporal) return formatTemporal(item);
  if (item instanceof Duration) return formatDuration(item);
  return item.prefix === '' ? item.local : `${item.prefix}:${item.local}`;
}

/** `type` is the local name of a type in XML Schema's namespace. Throws FORG0001 or XPTY0004. */
export function cast(item: Atomic, type: string): Atomic {
  const value = tryCast(item, type);
  if (value !== undefined) return value;
  if (item instanceof Double && (Number.isNaN(item.value) || !Number.isFinite(item.value)))
    throw new DynamicError('FOCA0002', `${stringOf(item)} cannot be cast to xs:${type}`);
  const isText = typeof item === 'string' || item instanceof Untyped;
  throw new DynamicError(isText ? 'FORG0001' : 'XPTY0004', `“${stringOf(item)}” cannot be cast to xs:${type}`);
}

/** The value as another type, or undefined where there is none. */
export function tryCast(item: Atomic, type: string): Atomic | undefined {
  if (item instanceof Untyped) return castText(item.value, type);
  if (typeof item === 'string') return castText(item, type);
  const parse = targets.get(type);
  if (parse === undefined) return undefined;
  return parse.from(item) ?? undefined;
}

/** Whether xs:`type` is a type that values can be cast to. */
export function isAtomicType(type: string): boolean {
  return targets.has(type);
}

function castText(text: string, type: string): Atomic | undefined {
  return targets.get(type)?.read(text);
}

/** Of XML Schema: leading and trailing blanks do not count. */
export function trimmed(text: string): string {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  // Most values have none.
  if (first > 32 && last > 32) return text;
  return text.replace(/^[ \t\n\r]+|[ \t\n\r]+$/g, '');
}

function collapsed(text: string): string {
  return trimmed(text.replace(/[ \t\n\r]+/g, ' '));
}

interface Target {
  /** From text. */
  readonly read: (text: string) => Atomic | undefined;
  /** From a value that is neither xs:string nor xs:untypedAtomic. */
  readonly from: (item: Atomic) => Atomic | undefined;
}

const targets: ReadonlyMap<string, Target> = new Map<string, Target>([
  ['string', { read: (text) => text, from: stringOf }],
  ['untypedAtomic', { read: (text) => new Untyped(text), from: (item) => new Untyped(stringOf(item)) }],
  [
    'anyURI',
    { read: (text) => new AnyUri(collapsed(text)), from: (item) => (item instanceof AnyUri ? item : undefined) },
  ],
  ['boolean', { read: readBoolean, from: toBoolean }],
  ['decimal', { read: (text) => parseDecimal(trimmed(text)), from: toDecimal }],
  ['integer', { read: (text) => parseInteger(trimmed(text)), from: integerOf }],
  ['double', numberTarget('double')],
  ['float', numberTarget('float')],
  ['QName', { read: readName, from: (item) => (item instanceof QualifiedName ? item : undefined) }],
  ...(['dateTime', 'date', 'time', 'gYear', 'gYearMonth', 'gMonth', 'gMonthDay', 'gDay'] as const).map(temporalTarget),
  ...(['duration', 'yearMonthDuration', 'dayTimeDuration'] as const).map(durationTarget),
  binaryTarget('hexBinary', /^(?:[0-9a-fA-F]{2})*$/, (text) => text.toUpperCase()),
  binaryTarget(
    'base64Binary',
    /^(?:(?:[A-Za-z0-9+/] ?){4})*(?:(?:[A-Za-z0-9+/] ?){2}= ?=|(?:[A-Za-z0-9+/] ?){3}=)?$/,
    (text) => text.replaceAll(' ', ''),
  ),
  ...Object.entries({
    nonPositiveInteger: [undefined, 0n],
    negativeInteger: [undefined, -1n],
    long: [-(2n ** 63n), 2n ** 63n - 1n],
    int: [-(2n ** 31n), 2n ** 31n - 1n],
    short: [-32768n, 32767n],
    byte: [-128n, 127n],
    nonNegativeInteger: [0n, undefined],
    unsignedLong: [0n, 2n ** 64n - 1n],
    unsignedInt: [0n, 2n ** 32n - 1n],
    unsignedShort: [0n, 65535n],
    unsignedByte: [0n, 255n],
    positiveInteger: [1n, undefined],
  }).map(integerTarget),
  textTarget('normalizedString', (text) => text.replace(/[\t\n\r]/g, ' '), /^/),
  textTarget('token', collapsed, /^/),
  textTarget('language', collapsed, /^[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*$/),
  textTarget('NMTOKEN', collapsed, /^[-.:\w\u00B7-\uFFFD]+$/),
  textTarget('Name', collapsed, /^[:A-Z_a-z\u00C0-\uFFFD][-.:\w\u00B7-\uFFFD]*$/),
  textTarget('NCName', collapsed, /^[A-Z_a-z\u00C0-\uFFFD][-.\w\u00B7-\uFFFD]*$/),
  textTarget('ID', collapsed, /^[A-Z_a-z\u00C0-\uFFFD][-.\w\u00B7-\uFFFD]*$/),
  textTarget('IDREF', collapsed, /^[A-Z_a-z\u00C0-\uFFFD][-.\w\u00B7-\uFFFD]*$/),
  textTarget('ENTITY', collapsed, /^[A-Z_a-z\u00C0-\uFFFD][-.\w\u00B7-\uFFFD]*$/),
]);

function readBoolean(text: string): boolean | undefined {
  const value = trimmed(text);
  return value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : undefined;
}

function toBoolean(item: Atomic): boolean | undefined {
  if (typeof item === 'boolean') return item;
  if (item instanceof Decimal) return item.mantissa !== 0;
  if (item instanceof Double) return item.value !== 0 && !Number.isNaN(item.value);
  return undefined;
}

function toDecimal(item: Atomic): Decimal | undefined {
  if (item instanceof Decimal) return item.isInteger ? new Decimal(item.mantissa, 0, false) : item;
  if (typeof item === 'boolean') return new Decimal(item ? 1 : 0, 0, false);
  if (item instanceof Double && Number.isFinite(item.value)) return doubleToDecimal(item.value);
  return undefined;
}

function integerOf(item: Atomic): Decimal | undefined {
  const value = toDecimal(item);
  return value === undefined ? undefined : toInteger(value);
}

/** The value as a JavaScript number, or undefined when it is none. */
export function toNumber(item: Atomic): number | undefined {
  if (item instanceof Untyped) return parseDouble(trimmed(item.value));
  if (item instanceof Double) return item.value;
  if (item instanceof Decimal) return toDouble(item);
  if (typeof item === 'boolean') return item ? 1 : 0;
  return typeof item === 'string' ? parseDouble(trimmed(item)) : undefined;
}

function numberTarget(type: 'double' | 'float'): Target {
  const make = (item: Atomic) => {
    const value = toNumber(item);
    if (value === undefined) return undefined;
    return new Double(type === 'float' ? Math.fround(value) : value, type);
  };
  return { read: make, from: make };
}

/** Without namespaces in scope a name has no prefix. */
function readName(text: string): QualifiedName | undefined {
  const name = trimmed(text);
  return /^[A-Z_a-z\u00C0-\uFFFD][-.\w\u00B7-\uFFFD]*$/.test(name) ? new QualifiedName('', '', name) : undefined;
}

function temporalTarget(type: TemporalType): [string, Target] {
  return [
    type,
    {
      read: (text) => parseTemporal(trimmed(text), type),
      from: (item) => (item instanceof Temporal ? castTemporal(item, type) : undefined),
    },
  ];
}

function durationTarget(type: DurationType): [string, Target] {
  const from = (item: Atomic) => {
    if (!(item instanceof Duration)) return undefined;
    const months = type === 'dayTimeDuration' ? 0 : item.months;
    const seconds = type === 'yearMonthDuration' ? new Decimal(0, 0, true) : item.seconds;
    return new Duration(type, months, seconds);
  };
  return [type, { read: (text) => parseDuration(trimmed(text), type), from }];
}

function binaryTarget(
  type: 'hexBinary' | 'base64Binary',
  lexical: RegExp,
  canonical: (text: string) => string,
): [string, Target] {
  const read = (text: string) => {
    const value = collapsed(text);
    return lexical.test(value) ? new Binary(type, canonical(value)) : undefined;
  };
  const from = (item: Atomic) => {
    if (!(item instanceof Binary)) return undefined;
    if (item.type === type) return item;
    const bytes = Buffer.from(item.value, item.type === 'hexBinary' ? 'hex' : 'base64');
    return new Binary(type, type === 'hexBinary' ? bytes.toString('hex').toUpperCase() : bytes.toString('base64'));
  };
  return [type, { read, from }];
}

function integerTarget([type, [low, high]]: [string, (bigint | undefined)[]]): [string, Target] {
  const within = (value: Decimal | undefined) => {
    if (value === undefined) return undefined;
    if (low !== undefined && value.mantissa < low) return undefined;
    return high !== undefined && value.mantissa > high ? undefined : value;
  };
  return [type, { read: (text) => within(parseInteger(trimmed(text))), from: (item) => within(integerOf(item)) }];
}

function textTarget(type: string, normal: (text: string) => string, lexical: RegExp): [string, Target] {
  const read = (text: string) => {
    const value = normal(text);
    return lexical.test(value) ? value : undefined;
  };
  return [type, { read, from: (item) => read(stringOf(item)) }];
}
