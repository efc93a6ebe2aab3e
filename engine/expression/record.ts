import { Decimal } from '../decimal.ts';
import { CalendarDate, DateTime } from './calendar.ts';
import { dyn, type Shape } from './shape.ts';

/** Stands for a list that is not there. */
export const absentList: readonly unknown[] = Object.freeze([]);

/**
 * An object of the raw data as CEL sees it: members are turned into what their shape says when they are asked for, once.
 * A Map, because CEL reads a Map's members through `get` and nothing else: no prototype is in reach.
 */
export class DataObject extends Map<string, unknown> {
  readonly raw: object | undefined;
  readonly #shape: Shape;

  constructor(raw: object | undefined, shape: Shape) {
    super();
    this.raw = raw;
    this.#shape = shape;
  }

  /** Never undefined: an absent member is null, an empty list or an absent object, by its shape. */
  override get(name: string): unknown {
    const before = super.get(name);
    if (before !== undefined) return before;
    const shape = this.#shape.kind === 'object' ? (this.#shape.members.get(name) ?? this.#shape.rest ?? dyn) : dyn;
    if (this.raw === undefined || !Object.hasOwn(this.raw, name)) return absentOf(shape);
    const value = fromData(Reflect.get(this.raw, name), shape, name);
    super.set(name, value);
    return value;
  }

  override keys(): MapIterator<string> {
    return Object.keys(this.raw ?? {}).values();
  }

  override has(name: string): boolean {
    return this.raw !== undefined && Object.hasOwn(this.raw, name);
  }
}

const objects = new WeakMap<object, Map<Shape, DataObject>>();
const absentObjects = new WeakMap<Shape, DataObject>();

/** Raw JSON as a value of CEL. Throws a RangeError for data that its schema should not have let through. */
export function fromData(raw: unknown, shape: Shape, name: string): unknown {
  if (raw === null || raw === undefined) return absentOf(shape);
  if (raw instanceof Decimal || raw instanceof CalendarDate || raw instanceof DateTime) return raw;
  if (typeof raw === 'object') {
    if (Array.isArray(raw)) return listFrom(raw, shape.kind === 'list' ? shape.item : dyn, name);
    return objectFrom(raw, shape);
  }
  switch (shape.kind) {
    case 'decimal':
      if (typeof raw === 'string' && raw === '') return null;
      return Decimal.parse(String(raw)) ?? wrong(raw, 'a decimal number', name);
    case 'int':
      return /^-?\d+$/.test(String(raw)) ? BigInt(String(raw)) : wrong(raw, 'a whole number', name);
    case 'string':
      return String(raw);
    case 'bool':
      return typeof raw === 'boolean' ? raw : wrong(raw, 'true or false', name);
    default:
      return typeof raw === 'number' ? numberFrom(raw) : raw;
  }
}

/** A value of CEL as plain data: whole numbers as JS numbers when safe, else as Decimal; objects as they were read. */
export function toData(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : Decimal.of(value);
  }
  if (value === undefined || value === '') return null;
  if (value instanceof DataObject) return value.raw ?? null;
  if (Array.isArray(value)) return value === absentList ? null : value.map(toData);
  if (typeof value === 'object' && value !== null && value.constructor === Object) {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toData(member)]));
  }
  return value;
}

export const isAbsent = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  value === absentList ||
  (value instanceof DataObject && value.raw === undefined);

function absentOf(shape: Shape): unknown {
  if (shape.kind === 'list') return absentList;
  if (shape.kind !== 'object' && shape.kind !== 'dyn') return null;
  const object = absentObjects.get(shape) ?? new DataObject(undefined, shape);
  absentObjects.set(shape, object);
  return object;
}

function objectFrom(raw: object, shape: Shape): DataObject {
  const byShape = objects.get(raw) ?? new Map<Shape, DataObject>();
  objects.set(raw, byShape);
  const object = byShape.get(shape) ?? new DataObject(raw, shape);
  byShape.set(shape, object);
  return object;
}

function listFrom(raw: readonly unknown[], item: Shape, name: string): unknown[] {
  return raw.map((each) => fromData(each, item, name));
}

const numberFrom = (raw: number): unknown => (Number.isSafeInteger(raw) ? BigInt(raw) : Decimal.of(raw));

function wrong(raw: unknown, what: string, name: string): never {
  throw new RangeError(`\`${name}\` is ${JSON.stringify(raw).slice(0, 60)}, which is not ${what}`);
}
