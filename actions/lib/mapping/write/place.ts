import { type Block, typedValue, type Value } from '../../../../engine/expression.ts';
import type { Slot } from '../mapping.ts';

/** A place in the function that writes a document: the block that code goes into, and the names that are known there. */
export class Place {
  readonly block: Block;
  /** The names of the step. */
  readonly #given: readonly Slot[];
  /** The names that were added on the way here. */
  readonly #own: readonly Slot[];

  constructor(block: Block, given: readonly Slot[], own: readonly Slot[] = []) {
    this.block = block;
    this.#given = given;
    this.#own = own;
  }

  /** The same in a block further in. */
  in(block: Block): Place {
    return new Place(block, this.#given, this.#own);
  }

  knowing(...slots: readonly Slot[]): Place {
    return new Place(this.block, this.#given, [...this.#own, ...slots]);
  }

  /** What a name of an expression stands for here. */
  readonly lookup = (name: string): Value | undefined => {
    const slot = this.slot(name);
    return slot && typedValue(this.block, variableOf(slot), slot.schema);
  };

  slot(name: string): Slot | undefined {
    const named = (slot: Slot): boolean => slot.name === name;
    return this.#own.findLast(named) ?? this.#given.find(named);
  }

  /** The frame with all values of this place, for what only happens when something is unusual. */
  get frame(): string {
    const slots = `${this.constant(this.#given)}, ${this.constant(this.#own)}`;
    return `frame(problems, variables, ${slots}, [${this.#own.map(variableOf).join(', ')}])`;
  }

  constant(value: unknown): string {
    return this.block.module.constant(value);
  }
}

export const variableOf = ({ index }: Slot): string => `s${index}`;
