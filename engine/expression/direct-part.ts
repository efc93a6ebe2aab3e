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
  /** The value, where it is always the same. */
  readonly constant?: unknown;
}

/** Whether data of a shape is looked into as it is. */
export const staysData = (shape: Shape): boolean =>
  shape.kind === 'object' || (shape.kind === 'list' && shape.item.kind === 'object');

function dataPart(read: Read, shape: Shape, name: string): Part {
  if (staysData(shape)) return { read, shape };
  if (shape.kind === 'string') {
    return {
      read: (frame) => {
        const raw = read(frame);
        return typeof raw === 'string' ? raw : fromData(raw, shape, name);
      },
    };
  }
  if (shape.kind === 'decimal') {
    return {
      read: (frame) => {
        const raw = read(frame);
        return typeof raw === 'string' && raw !== ''
          ? (Decimal.parse(raw) ?? undecidable())
          : fromData(raw, shape, name);
      },
    };
  }
  return { read: (frame) => fromData(read(frame), shape, name) };
}

/** The member of an object of the raw data; undefined where there is no shape that says what it is. */
export function memberPart({ read, shape }: Part, name: string): Part | undefined {
  if (shape?.kind !== 'object') return undefined;
  const own = name in {} ? Object.hasOwn : () => true;
  const member: Read = (frame) => {
    const object = read(frame);
    if (object === undefined || object === null) return undefined;
    return isRecord(object) ? (own(object, name) ? object[name] : undefined) : undecidable();
  };
  return dataPart(member, shape.members.get(name) ?? shape.rest ?? dyn, name);
}

const isRecord = (raw: unknown): raw is Readonly<Record<string, unknown>> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);

/** The part as a value of the language. */
export function asValue({ read, shape }: Part): Read {
  return shape === undefined ? read : (frame) => fromData(read(frame), shape, '');
}

/** The part as plain data. */
export function asData({ read, shape }: Part): Read {
  if (shape === undefined) return (frame) => toData(read(frame));
  const isWhole = shape.kind === 'list' ? (raw: unknown) => Array.isArray(raw) && raw.every(isRecord) : isRecord;
  return (frame) => {
    const raw = read(frame);
    return isWhole(raw) ? raw : toData(fromData(raw, shape, ''));
  };
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
export function itemPart({ shape }: Part, read: Read): Part {
  return shape?.kind === 'list' ? { read, shape: shape.item } : { read };
}
