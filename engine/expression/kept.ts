import type { UsedName } from './code/index.ts';
import { dyn, numberOf, type Shape } from './shape.ts';

/**
 * What was made for names that expressions use, by those names and their shapes. Kept by the youngest of the shapes, which is the first
 * to go: a feature's own outlive no feature, though what it shares with others lasts.
 */
export class Kept<Made> {
  readonly #byShape = new WeakMap<Shape, Map<string, Made>>();

  /** What was made for such names; with `text` it is told apart further. Undefined where no shape keeps anything. */
  get(used: readonly UsedName[], text = ''): Made | undefined {
    const keeper = keeperOf(used);
    return keeper && this.#byShape.get(keeper)?.get(keyOf(used, text));
  }

  set(used: readonly UsedName[], made: Made, text = ''): void {
    const keeper = keeperOf(used);
    if (keeper === undefined) return;
    const kept = this.#byShape.get(keeper) ?? new Map<string, Made>();
    this.#byShape.set(keeper, kept.set(keyOf(used, text), made));
  }
}

/** `dyn` is one for all, and never goes. */
const keeperOf = (used: readonly UsedName[]): Shape | undefined =>
  used
    .map(({ shape }) => shape)
    .filter((shape) => shape !== dyn)
    .sort((one, other) => numberOf(other) - numberOf(one))[0];

/** Scalars are told apart by nothing but their kind. */
const keyOf = (used: readonly UsedName[], text: string): string =>
  [text, ...used.map(({ name, shape }) => `${name} ${isScalar(shape) ? shape.kind : numberOf(shape)}`).sort()].join(
    '\n',
  );

const isScalar = ({ kind }: Shape): boolean => kind !== 'object' && kind !== 'list';
