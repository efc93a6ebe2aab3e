import type { Frame } from '../mapping.ts';

type Read = (frame: Frame) => unknown;

/** Reads a plain path from a slot on; null-safe, and absent wherever the data has another shape. */
export function readPath(slot: number, segments: readonly string[]): Read {
  const [first, second, ...rest] = segments;
  if (segments.some(isTreacherous)) return readCarefully(slot, segments);
  if (first === undefined) return (frame) => frame.values[slot];
  if (second === undefined) return (frame) => member(frame.values[slot], first);
  if (rest.length === 0) return (frame) => member(member(frame.values[slot], first), second);
  return (frame) => {
    let value = member(member(frame.values[slot], first), second);
    for (let index = 0; index < rest.length; index += 1) value = member(value, rest[index] as string);
    return value;
  };
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** A name that every object or list has of itself: `constructor`, `length`. */
const isTreacherous = (name: string): boolean => name in {} || name === 'length' || name in [];

function readCarefully(slot: number, segments: readonly string[]): Read {
  return (frame) => {
    let value = frame.values[slot];
    for (const segment of segments) {
      const own = typeof value === 'object' && value !== null && Object.hasOwn(value, segment);
      const ofList = Array.isArray(value) && !/^\d+$/.test(segment);
      value = own && !ofList ? member(value, segment) : undefined;
    }
    return value;
  };
}
