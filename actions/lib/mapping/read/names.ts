import type { JsonSchema, Scope } from '../../../../engine/expression.ts';
import type { Position } from '../../../../engine/source.ts';
import type { DataPlace, Origin, Slot } from '../mapping.ts';
import type { Reading } from './reading.ts';

/** The names that expressions may use at one place of the tree: the step's own and those of `$for` and `$with` above. */
export interface Names {
  readonly scope: Scope;
  readonly slots: ReadonlyMap<string, Slot>;
  /** The fragments this place stands in, outermost first. */
  readonly within: readonly string[];
  /** Below `$readOnly`: nothing is written. */
  readonly readOnly: boolean;
  readonly back: BackNames;
}

/** The names that stand for a place in the business data, so that something can be read into them. */
export interface BackNames {
  readonly scope: Scope;
  readonly places: ReadonlyMap<string, DataPlace>;
}

export function startNames(reading: Reading): Names {
  const slots = new Map<string, Slot>();
  for (const [name, schema] of Object.entries(reading.loading.scope)) {
    // Business-data paths never carry the leading `invoice`; other variables are no business data.
    const origin: Origin = name === 'invoice' ? () => '' : nowhere;
    slots.set(name, { name, index: reading.nextSlot(), schema, origin });
  }
  const { invoice } = reading.loading.scope;
  const slot = slots.get('invoice')?.index;
  const places = new Map(slot === undefined ? [] : [['invoice', { slot, segments: [] }]]);
  const back = { scope: invoice === undefined ? {} : { invoice }, places };
  return { scope: reading.loading.scope, slots, within: [], readOnly: false, back };
}

export const nowhere: Origin = () => undefined;

/** Makes a name stand for a place in the business data, with what is known to be there. */
export function addPlace(names: Names, name: string, place: DataPlace | undefined, schema: JsonSchema): Names {
  if (place === undefined) return names;
  const { scope, places } = names.back;
  const back = { scope: { ...scope, [name]: schema }, places: new Map(places).set(name, place) };
  return { ...names, back };
}

/**
 * Adds a name; one that is visible already is reported, because two meanings of one name puzzle every reader. `again` says that it
 * means the same one level down: a line of a line.
 */
export function addName(reading: Reading, names: Names, slot: Slot, at: Position, again = false): Names {
  if (!isIdentifier(slot.name)) {
    reading.report('SCHEMA', `${slot.name} cannot be a name`, at, 'Use letters, digits and _.');
  } else if (names.slots.has(slot.name) && !again) {
    reading.report('SCHEMA', `the name ${slot.name} is already in use here`, at, 'Choose another name.');
  }
  return {
    ...names,
    scope: { ...names.scope, [slot.name]: slot.schema },
    slots: new Map(names.slots).set(slot.name, slot),
  };
}

export function newSlot(reading: Reading, name: string, schema: JsonSchema, origin: Origin): Slot {
  return { name, index: reading.nextSlot(), schema, origin };
}

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Words that the expression language reads as its own. */
const reserved = new Set(['true', 'false', 'null', 'in']);

const isIdentifier = (name: string): boolean => identifier.test(name) && !reserved.has(name);
