import { Decimal } from '../../decimal.ts';
import { isObject } from '../../json.ts';
import { exact } from '../exact.ts';
import { isMissing } from '../functions/define.ts';
import { DataObject, fromData, isAbsent, toData } from '../record.ts';
import type { Shape } from '../shape.ts';
import { equal, minus, negative, ordered, plus, times, truth, undecidable, within } from './operators.ts';

type Data = Readonly<Record<string, unknown>>;

/** What generated code calls by name. Each throws where the data are not what their shape says: cel-js then decides. */
export const library = {
  Decimal,
  equal,
  fromData,
  isAbsent,
  isMissing,
  minus,
  negative,
  none: Object.freeze([]),
  ordered,
  plus,
  times,
  toData,
  truth,
  undecidable,
  within,
  text: (raw: unknown): string | null =>
    typeof raw === 'string' ? raw : raw === undefined || raw === null ? null : undecidable(),
  decimal: (raw: unknown): Decimal | null => {
    if (typeof raw === 'string') return raw === '' ? null : (Decimal.parse(raw) ?? undecidable());
    if (typeof raw === 'number') return Decimal.parse(String(raw)) ?? undecidable();
    return raw === undefined || raw === null ? null : raw instanceof Decimal ? raw : undecidable();
  },
  int: (raw: unknown): number | null => {
    if (Number.isSafeInteger(raw)) return Number(raw) + 0;
    if (typeof raw === 'string') return /^-?\d{1,15}$/.test(raw) ? Number(raw) + 0 : undecidable();
    return raw === undefined || raw === null ? null : undecidable();
  },
  flag: (raw: unknown): boolean | null =>
    typeof raw === 'boolean' ? raw : raw === undefined || raw === null ? null : undecidable(),
  object: (raw: unknown): Data | undefined => {
    if (raw === undefined || raw === null) return undefined;
    return isObject(raw) ? raw : undecidable();
  },
  list: (raw: unknown): readonly unknown[] | undefined => {
    if (raw === undefined || raw === null) return undefined;
    return Array.isArray(raw) ? raw : undecidable();
  },
  /** A member that every object has of itself, such as `constructor`. */
  own: (object: Data | undefined, name: string): unknown =>
    object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined,
  member: (value: unknown, name: string): unknown => (value instanceof DataObject ? value.get(name) : undecidable()),
  /** `value[key]` */
  at: (value: unknown, key: unknown): unknown => {
    if (value instanceof DataObject && typeof key === 'string') return value.get(key);
    return Array.isArray(value) && typeof key === 'bigint' ? (value[Number(key)] ?? undecidable()) : undecidable();
  },
  nth: (list: readonly unknown[] | undefined, index: number): unknown => list?.[index] ?? undecidable(),
  /** A sum, difference or product of whole numbers; what is too large for a number of JavaScript is the library's. */
  whole: (result: number): number => (Number.isSafeInteger(result) ? result + 0 : undecidable()),
  word: (value: unknown): string => (typeof value === 'string' ? value : undecidable()),
  sizeOf: (value: unknown): number => {
    if (typeof value === 'string') return [...value].length;
    return Array.isArray(value) ? value.length : undecidable();
  },
  items: (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : undecidable()),
  needed: <T>(value: T): T => (isMissing(value) ? undecidable() : value),
  joined: (left: string | null, right: string | null): string =>
    left === null || right === null ? undecidable() : left + right,
  equals: (left: Decimal | null, right: Decimal | null): boolean =>
    left === null || right === null ? left === right : left.equals(right),
  /** -1, 0 or 1; NaN beside what is absent, which is neither smaller nor larger than anything. */
  compare: (left: Decimal | null, right: Decimal | null): number =>
    left === null || right === null ? Number.NaN : left.compare(right),
  exactly: (value: number | null): Decimal => (value === null ? undecidable() : exact(BigInt(value))),
  larger: (left: Decimal, right: Decimal): Decimal => (right.compare(left) > 0 ? right : left),
  smaller: (left: Decimal, right: Decimal): Decimal => (right.compare(left) < 0 ? right : left),
  /** A list of objects as it was read, if it is one. */
  objects: (list: readonly unknown[] | undefined, shape: Shape): unknown =>
    list?.every(isObject) ? list : toData(fromData(list, shape, '')),
} as const;
