import { Decimal } from '../decimal.ts';
import { CalendarDate, DateTime } from './calendar.ts';
import { dyn, type Shape } from './shape.ts';

/** Stands for a list that is not there. */
const absentList: readonly unknown[] = Object.freeze([]);

/**
 * An object of the raw data as CEL sees it: members are turned into what their shape says when they are asked for, once.
 * CEL reads the members of a Map through `get` and nothing else, so no prototype is in reach: it counts as a Map (see below).
 */
export class DataObject {
  readonly raw: Readonly<Record<string, unknown>> | undefined;
  readonly #members: ReadonlyMap<string, Member>;
  readonly #rest: Shape;
  readonly #values: unknown[] = [];

  constructor(raw: Readonly<Record<string, unknown>> | undefined, shape: Shape) {
    this.raw = raw;
    this.#members = membersOf(shape);
    this.#rest = (shape.kind === 'object' ? shape.rest : undefined) ?? dyn;
  }

  /** Never undefined: an absent member is null, an empty list or an absent object, by its shape. */
  get(name: string): unknown {
    const member = this.#members.get(name);
    const shape = member?.shape ?? this.#rest;
    if (this.raw === undefined || !Object.hasOwn(this.raw, name)) return absentOf(shape);
    if (member === undefined) return fromData(this.raw[name], shape, name);
    const before = this.#values[member.slot];
    if (before !== undefined) return before;
    const value = fromData(this.raw[name], shape, name);
    this.#values[member.slot] = value;
    return value;
  }

  keys(): MapIterator<string> {
    return new Map(Object.entries(this.raw ?? {})).keys();
  }
}
// Its own storage would cost more than all the rest: only the prototype is a Map's.
Object.setPrototypeOf(DataObject.prototype, Map.prototype);

interface Member {
  readonly shape: Shape;
  readonly slot: number;
}

const membersByShape = new WeakMap<Shape, ReadonlyMap<string, Member>>();
const noMembers: ReadonlyMap<string, Member> = new Map();

function membersOf(shape: Shape): ReadonlyMap<string, Member> {
  if (shape.kind !== 'object') return noMembers;
  const before = membersByShape.get(shape);
  if (before !== undefined) return before;
  const members = new Map([...shape.members].map(([name, member], slot) => [name, { shape: member, slot }]));
  membersByShape.set(shape, members);
  return members;
}

const objects = new WeakMap<Shape, WeakMap<object, DataObject>>();
const absentObjects = new WeakMap<Shape, DataObject>();

/** The value of a variable: an object is wrapped once, however many expressions look at it. Throws like `fromData`. */
export function fromVariable(raw: unknown, shape: Shape, name: string): unknown {
  if (!isPlainObject(raw)) return fromData(raw, shape, name);
  const ofShape = objects.get(shape) ?? new WeakMap<object, DataObject>();
  objects.set(shape, ofShape);
  const object = ofShape.get(raw) ?? new DataObject(raw, shape);
  ofShape.set(raw, object);
  return object;
}

/** Raw JSON as a value of CEL; a number of unknown type is a decimal, so that its quotient is never cut off. Throws a RangeError for data that its schema should not have let through. */
export function fromData(raw: unknown, shape: Shape, name: string): unknown {
  if (raw === null || raw === undefined) return absentOf(shape);
  if (Array.isArray(raw)) return listFrom(raw, shape.kind === 'list' ? shape.item : dyn, name);
  if (isPlainObject(raw)) return new DataObject(raw, shape);
  if (typeof raw === 'object') return raw;
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
      return typeof raw === 'number' ? Decimal.of(raw) : raw;
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

const isPlainObject = (raw: unknown): raw is Readonly<Record<string, unknown>> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw) && !isValue(raw);

/** What earlier expressions gave is a value already. */
const isValue = (raw: object): boolean =>
  raw instanceof Decimal || raw instanceof CalendarDate || raw instanceof DateTime || raw instanceof DataObject;

function listFrom(raw: readonly unknown[], item: Shape, name: string): unknown[] {
  return raw.map((each) => fromData(each, item, name));
}

function wrong(raw: unknown, what: string, name: string): never {
  throw new RangeError(`\`${name}\` is ${JSON.stringify(raw).slice(0, 60)}, which is not ${what}`);
}
