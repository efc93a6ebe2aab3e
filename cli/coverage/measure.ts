import { actions } from '../../actions/index.ts';
import { type Feature, loadFeature, type Observer, type Step, TimbreError } from '../../engine/index.ts';
import { below, type Position, placeOf } from '../../engine/source.ts';
import { findBases } from '../../platform/environment/index.ts';
import { placedFromHere } from '../features.ts';
import { keyOf, watchedAction } from './watch.ts';

export const kinds = ['steps', 'outcomes', 'mapping', 'rules'] as const;
export type Kind = (typeof kinds)[number];

/** One thing of a feature that a case can exercise. */
export interface Point {
  readonly kind: Kind;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  exercised: boolean;
}

export interface Measured {
  readonly feature: Feature;
  readonly observe: Observer;
  readonly points: () => readonly Point[];
}

/** Loads a feature so that what its cases do with it is seen: the same feature, with the same digest. */
export async function loadMeasured(folder: string): Promise<Measured> {
  const points = new Points();
  const watched = actions.map((action) => watchedAction(action, points));
  const find = async (name: string, from: string) => findBases(name, from);
  const { feature, problems } = await loadFeature(folder, { actions: watched, find });
  if (!feature) throw new TimbreError(problems.map((each) => placedFromHere(each, folder)));
  for (const pipeline of Object.values(feature.pipelines)) for (const step of pipeline.steps) declare(step, points);
  return {
    feature,
    observe(event) {
      if (event.type === 'answered' || event.type === 'read') points.answered(event.outcome);
    },
    points: () => points.all(),
  };
}

/** What there is, and what of it was exercised. */
export class Points {
  readonly #points = new Map<string, Point>();
  #talking: Position | undefined;

  declare(kind: Kind, name: string, at: Position, part: 'key' | 'value' = 'value'): () => void {
    const key = `${kind} ${keyOf(at)}`;
    const point = this.#points.get(key) ?? { kind, name, ...shortPlace(at, part), exercised: false };
    this.#points.set(key, point);
    return () => {
      point.exercised = true;
    };
  }

  did(step: Position, talks: boolean): void {
    if (talks) this.#talking = step;
    this.#exercise('steps', step);
  }

  /** The answer is that of the step that talked last: a run does one step at a time. */
  answered(outcome: string): void {
    if (this.#talking) this.#exercise('outcomes', below(this.#talking, 'outcomes', outcome));
  }

  all(): readonly Point[] {
    return [...this.#points.values()];
  }

  #exercise(kind: Kind, at: Position): void {
    const point = this.#points.get(`${kind} ${keyOf(at)}`);
    if (point) point.exercised = true;
  }
}

const shortPlace = (at: Position, part: 'key' | 'value') => {
  const { file, line } = placeOf(at, part);
  return { file, line };
};

/** Steps that do something themselves, in connectors and in questions too; and what may be answered to them. */
function declare(step: Step, points: Points): void {
  if (step.kind === 'connector') {
    for (const { steps } of Object.values(step.operations)) for (const each of steps) declare(each, points);
    return;
  }
  points.declare('steps', step.id, step.at);
  for (const { outcome } of step.outcomes?.rules ?? [])
    points.declare('outcomes', `${step.id}: ${outcome}`, below(step.at, 'outcomes', outcome), 'key');
  for (const each of step.recover?.ask ?? []) declare(each, points);
}
