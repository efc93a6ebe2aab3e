import { Decimal } from '../decimal.ts';
import { undecidable } from './direct-operators.ts';
import { fromData, isAbsent, toData } from './record.ts';
import { dyn, type Shape } from './shape.ts';

/** What the variables hold, and after them the items that macros go over. */
export type Frame = unknown[];
export type Read = (frame: Frame) => unknown;

/**
 * A piece of an expression. With a shape it gives raw data: objects and lists of objects are looked into as they are, and
 * become values of the language only where one is needed.
 */
export interface Part {
  readonly read: Read;
  readonly shape?: Shape;
  /** The object that it is a member of, and the way from there: one closure for a whole path, for the processor's cache. */
  readonly way?: Way;
  /** The value, where it is always the same. */
  readonly constant?: unknown;
}

interface Way {
  readonly start: Read;
  readonly names: readonly string[];
}

const slots: Read[] = [];

/** What a slot of the frame holds: raw data of a shape, or a value. */
export function slotPart(slot: number, shape: Shape | undefined): Part {
  const read = slots[slot] ?? ((frame) => frame[slot]);
  slots[slot] = read;
  return shape === undefined ? { read } : { read, shape };
}

/** Whether data of a shape is looked into as it is. */
export const staysData = (shape: Shape): boolean =>
  shape.kind === 'object' || (shape.kind === 'list' && shape.item.kind === 'object');

/** The member of an object of the raw data; undefined where there is no shape that says what it is. */
export function memberPart({ read, shape, way }: Part, name: string): Part | undefined {
  if (shape?.kind !== 'object') return undefined;
  const member = shape.members.get(name) ?? shape.rest ?? dyn;
  if (name in {}) return wayPart({ start: ownMember(read, name), names: [] }, member, name);
  const { start, names } = way ?? { start: read, names: [] };
  return wayPart({ start, names: [...names, name] }, member, name);
}

function wayPart(way: Way, shape: Shape, name: string): Part {
  const { start, names } = way;
  if (staysData(shape)) return { read: (frame) => follow(start(frame), names), shape, way };
  switch (shape.kind) {
    case 'string':
      return {
        read: (frame) => {
          const raw = follow(start(frame), names);
          return typeof raw === 'string' ? raw : fromData(raw, shape, name);
        },
      };
    case 'decimal':
      return {
        read: (frame) => {
          const raw = follow(start(frame), names);
          return (typeof raw === 'string' ? Decimal.parse(raw) : undefined) ?? fromData(raw, shape, name);
        },
      };
    default:
      return { read: (frame) => fromData(follow(start(frame), names), shape, name) };
  }
}

function follow(start: unknown, names: readonly string[]): unknown {
  let value = start;
  for (const name of names) {
    if (value === undefined || value === null) return undefined;
    value = isRecord(value) ? value[name] : undecidable();
  }
  return value;
}

/** A member that every object has of itself, such as `constructor`. */
function ownMember(read: Read, name: string): Read {
  return (frame) => {
    const object = read(frame);
    if (object === undefined || object === null) return undefined;
    return isRecord(object) ? (Object.hasOwn(object, name) ? object[name] : undefined) : undecidable();
  };
}

const isRecord = (raw: unknown): raw is Readonly<Record<string, unknown>> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);

/** The part as a value of the language. */
export function asValue({ read, shape }: Part): Read {
  return shape === undefined ? read : (frame) => fromData(read(frame), shape, '');
}

/** What makes plain data of what a part gave. */
export function dataOf({ shape }: Part): (given: unknown) => unknown {
  if (shape === undefined) return toData;
  const isWhole = shape.kind === 'list' ? (raw: unknown) => Array.isArray(raw) && raw.every(isRecord) : isRecord;
  return (raw) => (isWhole(raw) ? raw : toData(fromData(raw, shape, '')));
}

/** Whether what a part gave is absent. */
export function absenceOf({ shape }: Part): (given: unknown) => boolean {
  if (shape === undefined) return isAbsent;
  return (raw) => raw === undefined || raw === null || (typeof raw !== 'object' && isAbsent(fromData(raw, shape, '')));
}

/** One of two parts: raw data if both are of one shape, else values. */
export function eitherOf(one: Part, other: Part, choose: (one: Part, other: Part) => Read): Part {
  const shape = commonShape(one, other);
  return shape === undefined
    ? { read: choose({ read: asValue(one) }, { read: asValue(other) }) }
    : { read: choose({ read: one.read, shape }, { read: other.read, shape }), shape };
}

function commonShape(one: Part, other: Part): Shape | undefined {
  if (one.shape === other.shape) return one.shape;
  if (other.read === emptyList && one.shape?.kind === 'list') return one.shape;
  return one.read === emptyList && other.shape?.kind === 'list' ? other.shape : undefined;
}

/** `[]`: a list of any shape. */
export const emptyList: Read = () => [];

/** The items of a list, raw ones or values as the part says; an absent list has none. */
export function itemsOf(part: Part): (frame: Frame) => readonly unknown[] {
  const isData = part.shape?.kind === 'list';
  const read = isData ? part.read : asValue(part);
  return (frame) => {
    const list = read(frame);
    if (Array.isArray(list)) return list;
    return isData && (list === undefined || list === null) ? [] : undecidable();
  };
}

/** What a macro sees of one item. */
export const itemPart = ({ shape }: Part, slot: number): Part =>
  slotPart(slot, shape?.kind === 'list' ? shape.item : undefined);
