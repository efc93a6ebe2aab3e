import type { Gate } from './gate.ts';

/** An owner's place among those who wait. */
export interface Line {
  /** When the last in it comes back. */
  readonly last: number;
  /** How far the owner was served; the one served least goes first. */
  readonly served: number;
}

/** However long the line is, whoever is in it looks again within so many milliseconds: it may move faster by then. */
const longest = 900_000;
/** Who was told to come back may be late by so many milliseconds, and loses nothing. */
const late = 1_000;

/**
 * When one that must wait comes back: behind the last in its owner's line. Each owner's line moves at its share of the speed.
 * @param spacing milliseconds between two requests when one owner has it all
 */
export function comeBack(
  gate: Gate,
  owner: string,
  earliest: number,
  spacing: number,
  now: number,
): { readonly until: number; readonly gate: Gate } {
  const lines = linesOf(gate, now);
  const own = lines[owner];
  const waiting = Object.entries(lines).filter(([name, { last }]) => name !== owner && last > now).length;
  const next = own && own.last > now ? Math.max(earliest, own.last + spacing * (waiting + 1)) : earliest;
  const line: Line = { last: next, served: servedOf(gate, owner) };
  const until = earliest + ((next - earliest) % longest);
  return { until, gate: { ...gate, lines: { ...lines, [owner]: line } } };
}

/** Whether somebody of this owner waits: then nobody who comes now goes first. */
export const isLine = ({ lines = {} }: Gate, owner: string, now: number): boolean => (lines[owner]?.last ?? 0) > now;

/**
 * Whether nobody is to go before the owner: of those who wait, and are expected, the one that was served least. This is start-time
 * fair queueing (Goyal, Vin and Cheng, 1996) with requests of equal size.
 */
export function isTurnOf(gate: Gate, owner: string, spacing: number, now: number): boolean {
  const own = servedOf(gate, owner);
  const expected = Object.entries(gate.lines ?? {}).filter(
    ([name, { last }]) => name !== owner && last > now - Math.max(2 * spacing, late),
  );
  return expected.every(([name]) => servedOf(gate, name) >= own);
}

/** Counts one request for the owner. */
export function serve(gate: Gate, owner: string, now: number): Gate {
  const served = servedOf(gate, owner);
  const lines = linesOf(gate, now);
  return { ...gate, served, lines: { ...lines, [owner]: { last: lines[owner]?.last ?? now, served: served + 1 } } };
}

/** Who stayed away has neither lost nor saved anything. */
const servedOf = ({ lines = {}, served = 0 }: Gate, owner: string): number =>
  Math.max(lines[owner]?.served ?? 0, served);

/** Without those that have gone, and have nothing to make up for. */
const linesOf = ({ lines = {}, served = 0 }: Gate, now: number): Readonly<Record<string, Line>> =>
  Object.fromEntries(Object.entries(lines).filter(([, line]) => line.last > now - late || line.served > served));
